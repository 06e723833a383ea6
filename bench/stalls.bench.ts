import { measureConnections } from './stalls-connections';
import { heavyRoutes } from './stalls-routes';

async function main(): Promise<void> {
  await heavyRoutes();
  await measureConnections();
}

void main();
