import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { RequestContext } from '../base/request-context';
import { instant } from '../store/sql/columns';

/** Who did what, when and from where; or was refused it. Append-only: no row is ever changed or removed. */
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

  /** How many refusals alike this entry stands for. */
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

  /** The hash of the agreement's last fact once this was written: the chain of its facts hangs on this one. */
  @Column('text', { name: 'ledger_head', nullable: true })
  ledgerHead: string | null;

  /** The hash of the entry before; null for the first. */
  @Column('text', { name: 'previous_hash', nullable: true })
  previousHash: string | null;

  /** SHA-256 of everything above, hexadecimal (`store/chain.ts`). */
  @Column('text')
  hash: string;
}

/** The end of the chain: one row, whose lock orders the entries. */
@Entity('audit_head')
export class AuditHeadRow {
  @PrimaryColumn('text')
  id: 'audit';

  @Column(instant())
  sequence: number;

  @Column('text', { nullable: true })
  hash: string | null;
}
