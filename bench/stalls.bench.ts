import { measureConnections } from './stalls-connections';
import { heavyRoutes, manyAgreements } from './stalls-routes';
import { together } from './stalls-together';

async function main(): Promise<void> {
  await heavyRoutes();
  await manyAgreements();
  await together();
  await measureConnections();
}

void main();
