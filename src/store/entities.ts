import { SignInCodeRow } from '../access/sign-in-code.entity';
import { TokenRow } from '../access/token.entity';
import { AgreementRow } from '../agreement/agreement.entity';
import { AgreementRemovalRow } from '../agreement/agreement-removal.entity';
import { AgreementVersionRow } from '../agreement/agreement-version.entity';
import { CalendarVersionRow } from '../agreement/calendar-version.entity';
import { AuditEntryRow, AuditHeadRow } from '../audit/audit-entry.entity';
import { Attempt } from '../delivery/attempt.entity';
import { Delivery } from '../delivery/delivery.entity';
import { Endpoint } from '../delivery/endpoint.entity';
import { KeptAnswerRow } from '../idempotency/kept-answer.entity';
import { FactRow } from '../ledger/fact.entity';
import { MilestoneRow } from '../milestone/milestone.entity';
import { Message } from '../outbox/message.entity';
import { ScenarioRow } from '../scenario/scenario.entity';
import { AlertRow } from '../transition/alert.entity';
import { AlertAnswerRow } from '../transition/alert-answer.entity';
import { AlertPolicyRow } from '../transition/alert-policy.entity';
import { DeadlineRow } from '../transition/deadline.entity';
import { TransitionRow } from '../transition/transition.entity';
import { InstallationRow } from './installation.entity';

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
