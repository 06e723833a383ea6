import type { z } from 'zod';
import { faultsOf } from '../../base/issues';
import { Refusal } from '../../base/refusal';
import { cleanLine } from '../../base/text/clean';
import { createSchema } from '../../delivery/endpoint/endpoint-schema';
import type { PresentedEndpoint } from '../../delivery/endpoint/present';
import { mailServerSchema } from '../../delivery/mail/mail-server';
import { print } from '../output/print';
import { withDestinations } from './destination-work';

/** Settings by their names; a number is its text. */
type Options = Readonly<Record<string, string | string[] | boolean>>;

interface TestOptions {
  milestone?: string;
}

/** Options whose value is a number. */
const NUMBERS = ['thread', 'port'];
/** Options whose value is JSON. */
const JSONS = ['headers'];

/** `pacta destinations list` */
export async function listDestinations(): Promise<void> {
  const destinations = await withDestinations('destinations list', (work) => work.list());
  for (const one of destinations) print(`${line(one)}\n`);
  if (destinations.length === 0) {
    print(
      'There is no destination yet. Add one: pacta destinations add slack --url https://hooks.slack.com/…\n',
    );
  }
}

/** `pacta destinations add KIND` */
export async function addDestination(kind: string, options: Options): Promise<void> {
  const { type, agreement, actualOnly = false, try: milestone, ...others } = options;
  const { digest: every, digestAt: at, digestZone: zone, ...rest } = others;
  const request = parsed(
    createSchema,
    {
      kind,
      ...valuesOf(rest),
      ...(type === undefined ? {} : { types: type }),
      ...(agreement === undefined ? {} : { agreements: agreement }),
      includeHypothetical: actualOnly !== true,
      ...(every === undefined ? {} : { digest: { every, at, zone } }),
    },
    'No destination was added.',
  );
  const added = await withDestinations('destinations add', (work) => work.add(request));
  print(`${line(added)}\n`);
  if (added.secret !== undefined) {
    print(`Its secret is ${added.secret}; it is shown only now.\n`);
  }
  if (milestone === undefined) {
    print(`Send it a trial message: pacta destinations test ${added.id}\n`);
  } else {
    await testDestination(added.id, typeof milestone === 'string' ? { milestone } : {});
  }
}

/** `pacta destinations test ID`. @throws Refusal 'unavailable' where the message did not arrive. */
export async function testDestination(id: string, options: TestOptions): Promise<void> {
  const { delivered, statusCode, words, error, advice, durationMs } = await withDestinations(
    'destinations test',
    (work) => work.test(id, options.milestone),
  );
  if (!delivered) {
    const what = cleanLine(
      [error ?? 'The message did not arrive', advice].filter(Boolean).join('. '),
    );
    throw new Refusal('unavailable', what);
  }
  const said = words === '' ? '' : `: ${cleanLine(words)}`;
  print(`Delivered in ${durationMs} ms. The answer was ${statusCode}${said}\n`);
}

/** `pacta destinations mail-server` */
export async function setMailServer(options: Options): Promise<void> {
  const settings = parsed(mailServerSchema, valuesOf(options), 'No mail server was set.');
  const { host, port, security, from } = await withDestinations(
    'destinations mail-server',
    (work) => work.setMailServer(settings),
  );
  print(`Mail is sent from ${from} through ${host}:${port} (${security}).\n`);
}

function parsed<S extends z.ZodType>(schema: S, value: unknown, nothing: string): z.infer<S> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new Refusal(
    'invalid',
    nothing,
    read.error.issues.flatMap((issue) => faultsOf(issue)),
  );
}

function valuesOf(options: Options): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      NUMBERS.includes(name) ? Number(value) : JSONS.includes(name) ? jsonIn(value) : value,
    ]),
  );
}

/** The value of a JSON text; the text as it is where it is none, which the schema then refuses. */
function jsonIn(value: unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value) : value;
  } catch {
    return value;
  }
}

function line({ id, kind, state, disabledReason, url, description }: PresentedEndpoint): string {
  const health = disabledReason === null ? state : `${state} (${disabledReason})`;
  return cleanLine([id, kind, health, url, description].filter((part) => part !== '').join('  '));
}
