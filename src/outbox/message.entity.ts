import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { flag, instant, json } from '../store/sql/columns';
import type { MessageType } from './message-type';

/** One thing to tell, written in the transaction that made it true and never changed afterwards. */
@Entity('message')
@Index('message_sequence', ['agreementId', 'sequence'], { unique: true })
export class Message {
  /** `msg_…`; receivers see it as `webhook-id` and de-duplicate by it. */
  @PrimaryColumn('text')
  id: string;

  /** Null for what concerns no agreement, such as a ping. */
  @Column('text', { name: 'agreement_id', nullable: true })
  agreementId: string | null;

  /** Grows with every message of an agreement; receivers restore the order by it. */
  @Column('integer')
  sequence: number;

  @Column('text')
  type: MessageType;

  @Column('text', { name: 'milestone_id', nullable: true })
  milestoneId: string | null;

  /** The parties it concerns, who owe or are owed something; null for all, as of an agreement's signature. */
  @Column({ ...json(), nullable: true })
  parties: string[] | null;

  @Column({ ...json(), nullable: true })
  themes: string[] | null;

  /** It rests on a hypothetical signing date. */
  @Column(flag())
  hypothetical: boolean;

  /** The JSON that is stored, signed and sent, byte for byte. */
  @Column('text')
  body: string;

  @Column({ ...instant(), name: 'created_at' })
  createdAt: number;

  /** SHA-256 of everything above, hexadecimal: shows a message that was changed behind the service. */
  @Column('text')
  hash: string;
}
