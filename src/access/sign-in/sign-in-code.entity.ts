import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant } from '../../store/sql/columns';

/** A code that signs one browser in, once. The code itself is never stored, only its hash. */
@Entity('sign_in_code')
export class SignInCodeRow {
  /** SHA-256, hexadecimal. It has 144 bits of chance. */
  @PrimaryColumn('text')
  hash: string;

  /** The token that the session is opened for. */
  @Column('text')
  token: string;

  /** Exclusive. */
  @Column({ ...instant(), name: 'expires_at' })
  expiresAt: number;

  @Column({ ...instant(), name: 'used_at', nullable: true })
  usedAt: number | null;
}
