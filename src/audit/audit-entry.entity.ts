import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { RequestContext } from '../base/request-context';
import { instant } from '../store/sql/columns';

/** A write or a refusal: who, what, when, from where. Append-only: rows are never changed or removed. */
@Entity('audit_entry')
@Index('audit_agreement', ['agreement', 'sequence'])
export class AuditEntryRow implements RequestContext {
  /** From 1, without gaps. */
  @PrimaryColumn({ ...instant(), nullable: false })
  sequence: number;

  @Column(instant())
  at: number;

  @Column('text')
  outcome: 'written' | 'refused';

  /** The HTTP status of a refusal. */
  @Column('integer', { nullable: true })
  status: number | null;

  /** How many equal refusals, or equal writes that changed nothing, this entry counts. */
  @Column('integer')
  times: number;

  /** When the last of several was. */
  @Column({ ...instant(), name: 'last_at', nullable: true })
  lastAt: number | null;

  @Column('text')
  kind: RequestContext['kind'];

  @Column('text', { nullable: true })
  token: string | null;

  @Column('text', { nullable: true })
  name: string | null;

  @Column('text', { nullable: true })
  role: string | null;

  @Column('text', { nullable: true })
  address: string | null;

  @Column('text')
  method: string;

  @Column('text')
  route: string;

  @Column('text')
  path: string;

  @Column('text', { nullable: true })
  agreement: string | null;

  /** The hash of the agreement's last fact after this write; it ties the ledger to the audit chain. */
  @Column('text', { name: 'ledger_head', nullable: true })
  ledgerHead: string | null;

  /** The hash of the previous entry; null for the first. */
  @Column('text', { name: 'previous_hash', nullable: true })
  previousHash: string | null;

  /** SHA-256 of all columns above, hexadecimal (`base/record-hash.ts`). */
  @Column('text')
  hash: string;
}

/** The end of the chain: one row, whose lock serializes writers. */
@Entity('audit_head')
export class AuditHeadRow {
  @PrimaryColumn('text')
  id: 'audit';

  @Column(instant())
  sequence: number;

  @Column('text', { nullable: true })
  hash: string | null;
}
