import { AgreementHeads1763800000090 } from './migration/agreement-heads';
import { AgreementStanding1763800000021 } from './migration/agreement-standing';
import { AgreementTags1763800000280 } from './migration/agreement-tags';
import { AgreementVersions1763800000005 } from './migration/agreement-versions';
import { AlertPolicies1763800000006 } from './migration/alert-policies';
import { AuditTables1763800000060 } from './migration/audit-tables';
import { DatabaseOrigin1763800000180 } from './migration/database-origin';
import { DeliveryTables1763800000002 } from './migration/delivery-tables';
import { DestinationKinds1763800000210 } from './migration/destination-kinds';
import { Digests1763800000270 } from './migration/digests';
import { EndpointFailureLength1763800000200 } from './migration/endpoint-failure-length';
import { EndpointWishes1763800000011 } from './migration/endpoint-wishes';
import { Escalations1763800000260 } from './migration/escalations';
import { FactToInstant1763800000145 } from './migration/fact-to-instant';
import { FirstTables1763800000001 } from './migration/first-tables';
import { GroupsAndQuietHours1763800000290 } from './migration/groups-and-quiet-hours';
import { Installation1763800000140 } from './migration/installation';
import { KeptAnswerTable1763800000040 } from './migration/kept-answer-table';
import { LedgerColumns1763800000003 } from './migration/ledger-columns';
import { LeftDeliveries1763800000190 } from './migration/left-deliveries';
import { MessageHash1763800000160 } from './migration/message-hash';
import { MessageLead1763800000050 } from './migration/message-lead';
import { MessageOrder1763800000012 } from './migration/message-order';
import { MilestoneNature1763800000150 } from './migration/milestone-nature';
import { MilestoneTitles1763800000250 } from './migration/milestone-titles';
import { OperatorToken1763800000130 } from './migration/operator-token';
import { Quantities1763800000240 } from './migration/quantities';
import { RoughDays1763800000220 } from './migration/rough-days';
import { ScenarioTable1763800000020 } from './migration/scenario-table';
import { SecretKey1763800000010 } from './migration/secret-key';
import { SettledInstant1763800000070 } from './migration/settled-instant';
import { SummaryIndexes1763800000080 } from './migration/summary-indexes';
import { Targets1763800000230 } from './migration/targets';
import { TokenTable1763800000030 } from './migration/token-table';

/** Every migration in order; the number that ends a name orders it. */
export const MIGRATIONS = [
  FirstTables1763800000001,
  DeliveryTables1763800000002,
  LedgerColumns1763800000003,
  AgreementVersions1763800000005,
  AlertPolicies1763800000006,
  SecretKey1763800000010,
  EndpointWishes1763800000011,
  MessageOrder1763800000012,
  ScenarioTable1763800000020,
  AgreementStanding1763800000021,
  TokenTable1763800000030,
  KeptAnswerTable1763800000040,
  MessageLead1763800000050,
  AuditTables1763800000060,
  SettledInstant1763800000070,
  SummaryIndexes1763800000080,
  AgreementHeads1763800000090,
  OperatorToken1763800000130,
  Installation1763800000140,
  FactToInstant1763800000145,
  MilestoneNature1763800000150,
  MessageHash1763800000160,
  DatabaseOrigin1763800000180,
  LeftDeliveries1763800000190,
  EndpointFailureLength1763800000200,
  DestinationKinds1763800000210,
  RoughDays1763800000220,
  Targets1763800000230,
  Quantities1763800000240,
  MilestoneTitles1763800000250,
  Escalations1763800000260,
  Digests1763800000270,
  AgreementTags1763800000280,
  GroupsAndQuietHours1763800000290,
];
