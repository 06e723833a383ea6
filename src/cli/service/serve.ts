import { join } from 'node:path';
import { Gate } from '../../access/gate';
import { operatorFiles } from '../../access/sign-in/operator-file';
import { type Service, startService } from '../../app/main';
import { SystemClock } from '../../base/clock';
import { SystemRandomness } from '../../base/randomness';
import { readSettings } from '../../config/settings';
import type { Settings } from '../../config/settings-schema';
import { DELIVERY_DEFAULTS } from '../../delivery/delivery-settings';
import { print } from '../output/print';

/** `pacta serve`: runs until SIGINT, or SIGTERM, after which it answers for `drainSeconds` more and reports unready. */
export async function serve(): Promise<void> {
  const settings = readSettings();
  const service = await startService({
    settings,
    clock: new SystemClock(),
    randomness: new SystemRandomness(),
    delivery: { ...DELIVERY_DEFAULTS, ...settings.webhooks },
  });
  let stopping = false;
  const stop = (end: () => Promise<void>) => (): void => {
    if (stopping) return;
    stopping = true;
    void end().then(() => process.exit(0));
  };
  process.on('SIGINT', stop(service.close));
  process.on('SIGTERM', stop(service.drain));
  const data =
    settings.databaseUrl === undefined ? join(settings.dataDir, 'pacta.sqlite') : 'PostgreSQL';
  const signIn = await signInLines(service, settings).catch((error: unknown) => {
    if (stopping) return [];
    throw error;
  });
  print(
    [
      '',
      `  Pacta is running.`,
      `  Page       ${service.url}/`,
      ...signIn,
      `  API        ${service.url}/v1/agreements`,
      `  Summary    ${service.url}/v1/summary`,
      `  Docs       ${service.url}/docs`,
      `  Data       ${data}`,
      '',
      '',
    ].join('\n'),
  );
}

/**
 * How to sign in. For ten minutes the link gives full access to every reader of this output. So it is printed at the first
 * start, and later to a terminal only: a log may have readers who are not operators.
 */
async function signInLines(service: Service, settings: Settings): Promise<string[]> {
  const { operator } = service;
  const note: string[] = [];
  if (settings.openToThisMachine && !(await service.app.get(Gate).isOpen())) {
    note.push('  Closed     PACTA_OPEN_TO_THIS_MACHINE has no effect, since a token was created.');
  } else if (settings.openToThisMachine) {
    return [
      '  WARNING    PACTA_OPEN_TO_THIS_MACHINE: every request from this machine, also through a proxy on',
      '             it, has full access until a token is created. For trials only.',
    ];
  }
  const lines = [...note];
  if (operator.created || process.stdout.isTTY) {
    const { url } = await service.signInLink();
    lines.push(
      `  Sign in    ${url}`,
      '             works once, within ten minutes; npx pacta open prints another link',
    );
  } else {
    lines.push('  Sign in    npx pacta open');
  }
  const [token, headers] = operatorFiles(settings.dataDir);
  if (settings.databaseUrl === undefined) {
    lines.push(`  Token      ${token}`, `             curl -H @${headers} …`);
  } else if (operator.created) {
    lines.push(
      `  Token      ${operator.text}`,
      '             of the operator, for every replica; it is printed only now',
    );
  }
  return lines;
}
