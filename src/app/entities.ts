import { SignInCodeRow } from '../access/sign-in/sign-in-code.entity';
import { TokenRow } from '../access/token/token.entity';
import { AuditEntryRow, AuditHeadRow } from '../audit/audit-entry.entity';
import { Endpoint } from '../delivery/endpoint/endpoint.entity';
import { Attempt } from '../delivery/queue/attempt.entity';
import { Delivery } from '../delivery/queue/delivery.entity';
import { AgreementRow } from '../domain/agreement/agreement.entity';
import { AgreementRemovalRow } from '../domain/agreement/agreement-removal.entity';
import { AgreementVersionRow } from '../domain/agreement/agreement-version.entity';
import { CalendarVersionRow } from '../domain/agreement/calendar-version.entity';
import { FactRow } from '../domain/ledger/fact.entity';
import { MilestoneRow } from '../domain/milestone/milestone.entity';
import { AlertRow } from '../domain/notification/alert.entity';
import { AlertAnswerRow } from '../domain/notification/alert-answer.entity';
import { AlertPolicyRow } from '../domain/notification/alert-policy.entity';
import { DeadlineRow } from '../domain/transition/deadline.entity';
import { TransitionRow } from '../domain/transition/transition.entity';
import { ScenarioRow } from '../domain/what-if/scenario/scenario.entity';
import { KeptAnswerRow } from '../idempotency/stored-response.entity';
import { Message } from '../outbox/message.entity';
import { InstallationRow } from '../store/installation.entity';

/** Every table's entity, listed by import so that nothing depends on where files lie. */
export const ENTITIES = [
  AgreementRow,
  AgreementRemovalRow,
  AgreementVersionRow,
  CalendarVersionRow,
  FactRow,
  MilestoneRow,
  ScenarioRow,
  TransitionRow,
  DeadlineRow,
  AlertRow,
  AlertPolicyRow,
  AlertAnswerRow,
  Message,
  Endpoint,
  Delivery,
  Attempt,
  TokenRow,
  SignInCodeRow,
  KeptAnswerRow,
  AuditEntryRow,
  AuditHeadRow,
  InstallationRow,
];
