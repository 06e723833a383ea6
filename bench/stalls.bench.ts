import { measureConnections } from './stalls-connections';
import { heavyRoutes } from './stalls-routes';
import { together } from './stalls-together';

async function main(): Promise<void> {
  await heavyRoutes();
  await together();
  await measureConnections();
}

void main();
