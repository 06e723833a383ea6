import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant } from '../../store/sql/columns';

/** A code that signs one browser in, once. The code itself is not stored, only a hash of it. */
@Entity('sign_in_code')
export class SignInCodeRow {
  /** SHA-256 of the code, hexadecimal. The code has 144 random bits. */
  @PrimaryColumn('text')
  hash: string;

  /** Id of the token whose rights the session gets. */
  @Column('text')
  token: string;

  /** Exclusive. */
  @Column({ ...instant(), name: 'expires_at' })
  expiresAt: number;

  @Column({ ...instant(), name: 'used_at', nullable: true })
  usedAt: number | null;
}
