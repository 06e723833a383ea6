import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant, json } from '../../store/sql/columns';
import type { Role } from '../rule';

/**
 * `access` and `operator` tokens are sent as bearer tokens, `session` in a cookie, `feed` in the URL of an agreement's
 * feeds. The operator's token has the role admin and belongs to the installation; at most one is valid at a time.
 */
export type TokenKind = 'access' | 'operator' | 'session' | 'feed';

/** A token and its rights. Its text is not stored, only a hash of it. */
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

  /** Ids of the granted agreements; null for all present and future agreements. */
  @Column({ ...json(), nullable: true })
  agreements: string[] | null;

  /** SHA-256 of the whole token, hexadecimal. The token has 256 random bits, so a slow hash would not protect it more. */
  @Column('text')
  hash: string;

  /** The token that a session was created with. Revoking that token ends the session. */
  @Column('text', { nullable: true })
  parent: string | null;

  @Column({ ...instant(), name: 'created_at' })
  createdAt: number;

  @Column({ ...instant(), name: 'expires_at', nullable: true })
  expiresAt: number | null;

  /** Accurate to `POLICY.tokenUseStepMs`. */
  @Column({ ...instant(), name: 'last_used_at', nullable: true })
  lastUsedAt: number | null;

  @Column({ ...instant(), name: 'revoked_at', nullable: true })
  revokedAt: number | null;
}
