import { SignInCodeRow } from '../access/sign-in/sign-in-code.entity';
import { TokenRow } from '../access/token/token.entity';
import { AuditEntryRow, AuditHeadRow } from '../audit/audit-entry.entity';
import type { Clock } from '../base/clock';
import { Endpoint } from '../delivery/endpoint/endpoint.entity';
import { ServiceSettingRow } from '../delivery/mail/service-setting.entity';
import { Attempt } from '../delivery/queue/attempt.entity';
import { Delivery } from '../delivery/queue/delivery.entity';
import {
  AgreementListingRow,
  AgreementRemovalRow,
  AgreementRow,
  AgreementTagRow,
  AgreementVersionRow,
  CalendarVersionRow,
} from '../domain/agreement/agreement.entity';
import { FactRow } from '../domain/ledger/fact.entity';
import { MilestoneRow } from '../domain/milestone/milestone.entity';
import { AlertAnswerRow, AlertPolicyRow, AlertRow } from '../domain/notification/alert.entity';
import { DeadlineRow, TransitionRow } from '../domain/transition/transition.entity';
import { ScenarioRow } from '../domain/what-if/scenario/scenario.entity';
import { StoredResponseRow } from '../idempotency/stored-response.entity';
import { Message } from '../outbox/message.entity';
import type { Migrations, StoreSettings } from '../store/data-sources';
import { InstallationRow } from '../store/installation.entity';
import { openBeside, openExisting, openStore, openToRead } from '../store/open';
import type { Topic } from '../store/replica-notifier';
import type { Store, WriteTurns } from '../store/store';

/** The entity of every table. The store imports no feature, so the list is handed to it here. */
const ENTITIES = [
  AgreementRow,
  AgreementListingRow,
  AgreementTagRow,
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
  ServiceSettingRow,
  TokenRow,
  SignInCodeRow,
  StoredResponseRow,
  AuditEntryRow,
  AuditHeadRow,
  InstallationRow,
];

/**
 * Opens the database of the settings, creates it if there is none, and migrates it.
 * @param migrations fewer than all of them for a database of an earlier version.
 * @throws Refusal 'unavailable' when it is in use, damaged, or newer than this program.
 */
export function openDatabase(
  settings: StoreSettings,
  clock: Clock,
  migrations?: Migrations,
): Promise<Store> {
  return openStore(settings, clock, ENTITIES, migrations);
}

/**
 * Opens a database that exists already, and migrates it.
 * @throws Refusal 'unavailable' as `openDatabase`, and when there is none; nothing is created then.
 */
export function openExistingDatabase(settings: StoreSettings, clock: Clock): Promise<Store> {
  return openExisting(settings, clock, ENTITIES);
}

/**
 * Opens a database for reading, also beside a process that uses it. Writing to it fails.
 * @throws Refusal 'unavailable' when there is none, or when it is newer or older than this program.
 */
export function openDatabaseToRead(settings: StoreSettings): Promise<Store> {
  return openToRead(settings, ENTITIES);
}

/**
 * Opens a database beside the service that has opened it, for a worker of its.
 * @param relay takes what replicas would be notified of, on SQLite.
 * @throws Refusal 'unavailable'
 */
export function openDatabaseBeside(
  settings: StoreSettings,
  clock: Clock,
  turns: WriteTurns,
  relay: (topic: Topic, detail: string) => void,
): Promise<Store> {
  return openBeside(settings, clock, ENTITIES, turns, relay);
}
