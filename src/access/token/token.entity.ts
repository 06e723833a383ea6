import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant, json } from '../../store/sql/columns';
import type { Role } from '../rule';

/**
 * `access` and `operator` come as a bearer token, `session` as a cookie, `feed` in the URL of one agreement's feeds.
 * The operator's token is an admin's that belongs to the installation; one is in force at a time.
 */
export type TokenKind = 'access' | 'operator' | 'session' | 'feed';

/** What somebody may do. The secret itself is never stored, only its hash. */
@Entity('token')
export class TokenRow {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  kind: TokenKind;

  @Column('text')
  name: string;

  @Column('text')
  role: Role;

  /** The ids it is granted; null for every agreement, those to come too. */
  @Column({ ...json(), nullable: true })
  agreements: string[] | null;

  /** SHA-256 of the whole token, hexadecimal. It has 256 bits of chance: a slow hash would protect nothing more. */
  @Column('text')
  hash: string;

  /** The token that a session was opened for; it ends with it. */
  @Column('text', { nullable: true })
  parent: string | null;

  @Column({ ...instant(), name: 'created_at' })
  createdAt: number;

  @Column({ ...instant(), name: 'expires_at', nullable: true })
  expiresAt: number | null;

  /** To the hour at best (`POLICY.tokenUseStepMs`). */
  @Column({ ...instant(), name: 'last_used_at', nullable: true })
  lastUsedAt: number | null;

  @Column({ ...instant(), name: 'revoked_at', nullable: true })
  revokedAt: number | null;
}
