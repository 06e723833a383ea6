import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { flag, instant, json } from '../store/sql/columns';
import type { MessageType } from './message-type';

/** A message, stored in the transaction of what it reports and never changed afterwards. */
@Entity('message')
@Index('message_sequence', ['agreementId', 'sequence'], { unique: true })
export class Message {
  /** `msg_…`; the `webhook-id` by which receivers drop duplicates. */
  @PrimaryColumn('text')
  id: string;

  /** Null for messages about endpoints, such as a ping. */
  @Column('text', { name: 'agreement_id', nullable: true })
  agreementId: string | null;

  /** Grows with every message of an agreement; receivers order messages by it. */
  @Column('integer')
  sequence: number;

  @Column('text')
  type: MessageType;

  @Column('text', { name: 'milestone_id', nullable: true })
  milestoneId: string | null;

  /** Obligors and beneficiaries concerned; null for messages about a whole agreement. */
  @Column({ ...json(), nullable: true })
  parties: string[] | null;

  @Column({ ...json(), nullable: true })
  themes: string[] | null;

  /** Rests on an assumed fact, such as a hypothetical signing. */
  @Column(flag())
  hypothetical: boolean;

  /** JSON; signed and sent byte for byte. */
  @Column('text')
  body: string;

  @Column({ ...instant(), name: 'created_at' })
  createdAt: number;

  /** SHA-256 of all columns above, hexadecimal; reveals changes made outside the service. */
  @Column('text')
  hash: string;
}
