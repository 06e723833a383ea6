'use strict';
// One replica of the built service, as a process of its own: PACTA_REPLICA holds its settings as JSON, `shiftMs` sets this
// machine's clock apart from the others'. Prints its address when it answers.
const { settings, delivery, shiftMs = 0 } = JSON.parse(process.env.PACTA_REPLICA);
const now = Date.now;
Date.now = () => now() + shiftMs;

require('reflect-metadata');
const dist = require('node:path').join(__dirname, '..', '..', 'dist', 'src');
const { startService } = require(`${dist}/app/main`);
const { fileSchema } = require(`${dist}/config/settings-schema`);
const { SystemClock } = require(`${dist}/base/clock`);
const { SystemRandomness } = require(`${dist}/base/randomness`);
const { deliverySettings } = require(`${dist}/delivery/delivery-settings`);

async function main() {
  const { url, close } = await startService(
    {
      settings: {
        ...fileSchema.parse({}),
        port: 0,
        openToThisMachine: true,
        drainSeconds: 0,
        webhooks: { allowedNetworks: ['127.0.0.0/8'] },
        shippedAgreements: false,
        workers: { count: 0, seconds: 20, megabytes: 400 },
        ...settings,
      },
      clock: new SystemClock(),
      randomness: new SystemRandomness(),
      delivery: deliverySettings({ allowedNetworks: ['127.0.0.0/8'], ...delivery }),
    },
    process.env.PACTA_REPLICA_LOG ? ['log', 'warn', 'error'] : [],
  );
  process.stdout.write(`${url}\n`);
  process.on('SIGTERM', () => void close().then(() => process.exit(0)));
}

void main();
