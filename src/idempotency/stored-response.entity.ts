import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant } from '../store/sql/columns';

/** What was answered to a request that carried an Idempotency-Key. */
@Entity('kept_answer')
export class KeptAnswerRow {
  /** SHA-256 of the caller and the key, hexadecimal: the key itself opens the answer and is kept nowhere. */
  @PrimaryColumn('text')
  id: string;

  /** SHA-256 of method, address and body, hexadecimal. */
  @Column('text')
  request: string;

  /** Sealed: it may hold a secret that is shown once. Empty until the transaction that claimed the key ends. */
  @Column('text')
  answer: string;

  @Column({ ...instant(), name: 'created_at' })
  createdAt: number;
}
