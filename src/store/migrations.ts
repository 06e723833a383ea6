import { AgreementVersions1763800000005 } from './migration/agreement-versions';
import { DeliveryTables1763800000002 } from './migration/delivery-tables';
import { FirstTables1763800000001 } from './migration/first-tables';

/** Every migration in order; the number that ends a name orders it. */
export const MIGRATIONS = [
  FirstTables1763800000001,
  DeliveryTables1763800000002,
  AgreementVersions1763800000005,
];
