import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant } from '../store/sql/columns';

/** The response to a request with an Idempotency-Key. */
@Entity('kept_answer')
export class StoredResponseRow {
  /** SHA-256 of caller and key, hexadecimal. The key decrypts the response, so it is not stored. */
  @PrimaryColumn('text')
  id: string;

  /** SHA-256 of method, URL and body, hexadecimal. */
  @Column('text')
  request: string;

  /** Encrypted, because a response may contain a secret. Empty until the transaction that claimed the key commits. */
  @Column('text')
  answer: string;

  @Column({ ...instant(), name: 'created_at' })
  createdAt: number;
}
