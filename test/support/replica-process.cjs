'use strict';
// One replica of the built service, as a process of its own: PACTA_REPLICA holds its settings as JSON, `shiftMs` sets this
// machine's clock apart from the others'. Prints its address when it answers.
const { settings, delivery, shiftMs = 0 } = JSON.parse(process.env.PACTA_REPLICA);
const now = Date.now;
Date.now = () => now() + shiftMs;

require('reflect-metadata');
const dist = require('node:path').join(__dirname, '..', '..', 'dist', 'src');
const { startService } = require(`${dist}/main`);
const { SystemClock } = require(`${dist}/clock`);
const { SystemRandomness } = require(`${dist}/randomness`);
const { deliverySettings } = require(`${dist}/delivery/delivery-settings`);

startService(
  {
    settings: {
      host: '127.0.0.1',
      port: 0,
      publicRead: false,
      trustedProxies: [],
      signing: {},
      webhooks: { allowedNetworks: ['127.0.0.0/8'] },
      shippedAgreements: false,
      ...settings,
    },
    clock: new SystemClock(),
    randomness: new SystemRandomness(),
    delivery: deliverySettings({ allowedNetworks: ['127.0.0.0/8'], ...delivery }),
  },
  process.env.PACTA_REPLICA_LOG ? ['log', 'warn', 'error'] : [],
).then(
  ({ url, close }) => {
    process.stdout.write(`${url}\n`);
    process.on('SIGTERM', () => void close().then(() => process.exit(0)));
  },
  (error) => {
    process.stderr.write(`${error?.stack ?? error}\n`);
    process.exit(1);
  },
);
