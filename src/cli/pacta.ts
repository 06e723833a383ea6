import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { Refusal } from '../base/refusal';
import { textFaults } from '../base/text/kept-text';
import { PROJECT_ROOT } from '../config/root';
import { printRefusal } from './output/refusals';

const { version } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8'));

/** Loads a command's code when it is run: most need neither the service nor the store. */
function late<Given extends unknown[]>(
  load: () => Promise<(...given: Given) => unknown>,
): (...given: Given) => Promise<void> {
  return async (...given) => {
    await (await load())(...given);
  };
}

const program = new Command('pacta')
  .description('Turns the words of agreements into dates, and watches whether they are kept.')
  .version(version)
  .showHelpAfterError('(pacta --help lists the commands)');

program
  .command('serve')
  .description('run the service: API, alerts, webhooks; data in ./data unless set')
  .action(late(async () => (await import('./service/serve.js')).serve));

program
  .command('open')
  .description('print a link that signs one browser in, and open it')
  .action(late(async () => (await import('./service/open.js')).openPage));

program
  .command('check')
  .description('read an agreement and report every fault with its place')
  .argument('<file>', 'the agreement, YAML or JSON')
  .action(late(async () => (await import('./document/check.js')).checkFile));

program
  .command('schedule')
  .description('print what falls due when, and why')
  .argument('<file>', 'the agreement, YAML or JSON')
  .option('--signed <date>', 'the signing: a day, or an instant with its offset')
  .option('--facts <file>', 'what happened: a list of {event, at} and {was, at}, YAML or JSON')
  .option('--as-of <instant>', 'the instant the statuses are for (default: now)')
  .option('--format <format>', 'table, json, csv or ics', 'table')
  .option('--why', 'print the derivation of every date below it')
  .action(late(async () => (await import('./document/schedule.js')).scheduleFile));

/** An option that may be given several times. */
const collect = (value: string, before: string[]): string[] => [...before, value];

program
  .command('compare')
  .description('hold two signing dates, or a schedule without and with assumptions, side by side')
  .argument('<file>', 'the agreement, YAML or JSON')
  .option('--signed <date>', 'the signing, twice for two dates', collect, [])
  .option('--assume <what>', 'withdrawal:+P14D, or withdrawal.fulfilled:2026-01-10', collect, [])
  .option('--facts <file>', 'what happened, as for schedule')
  .option('--as-of <instant>', 'the instant the statuses are for (default: now)')
  .option('--format <format>', 'table or json', 'table')
  .action(late(async () => (await import('./document/compare.js')).compareFile));

program
  .command('sensitivity')
  .description('count the conflicts of every day of signing, and the days each obligation may slip')
  .argument('<file>', 'the agreement, YAML or JSON')
  .requiredOption('--from <date>', 'the first day of signing')
  .requiredOption('--to <date>', 'the last one, included')
  .option('--at <time>', 'the local clock time of the signing, such as 23:30')
  .option('--blackout <span>', 'FROM..TO or path:FROM..TO: nothing may be due then', collect, [])
  .option('--facts <file>', 'what happened, as for schedule')
  .option('--format <format>', 'table, json, csv or slack-csv', 'table')
  .action(late(async () => (await import('./document/sensitivity.js')).sensitivityFile));

program
  .command('date')
  .description('turn one phrase into one date, and say why')
  .argument('[phrase]', 'such as "within 3 weeks of 1998-03-12" or "14 days before 2026-05-01"')
  .option('--convention <name>', 'the rule of counting (docs/counting.md)')
  .option('--zone <zone>', 'whose midnight ends the day (default: UTC)')
  .option('--calendar <name>', 'the working days: the id of a shipped calendar, or a file')
  .option('--holidays <days>', 'days off besides the weekend, joined by commas')
  .option('--weekend <days>', 'ISO weekdays that are not worked, joined by commas (default: 6,7)')
  .option('--events <days>', 'what the phrase names, as signing:2025-11-27, joined by commas')
  .option('--roll <answer>', 'true or false: whether a last day of rest moves')
  .option('--includes-start <answer>', 'true or false: whether the day of the event is day 1')
  .option('--side <side>', 'deadline, or earliest: the first day on which it may happen')
  .option('--format <format>', 'table or json', 'table')
  .option('--batch <file>', 'a JSON array of questions; prints an array of answers')
  .action(late(async () => (await import('./document/date.js')).date));

const facts = program.command('facts').description('the ledger: what was observed');

facts
  .command('import')
  .description('record every fact of a file, or none; a second time it changes nothing')
  .argument('<agreement>', 'the id of a stored agreement')
  .argument('<file>', 'a YAML list, a JSON array, or one JSON object a line')
  .option('--dry-run', 'print what would change and write nothing')
  .option('--format <format>', 'table or json', 'table')
  .action(late(async () => (await import('./service/import-facts.js')).importFacts));

const calendar = program
  .command('calendar')
  .description('working calendars, and files of your own');

calendar
  .command('list')
  .description('print every calendar and until when it reaches')
  .action(late(async () => (await import('./document/calendar.js')).listCalendars));

const written = (command: Command): Command =>
  command
    .option('--title <title>', 'the title of the calendar')
    .option('--weekend <weekdays>', 'English weekdays joined by commas')
    .option('--from <year>', 'the first year (default: last year)')
    .option('--to <year>', 'the last year, included (default: in ten years)')
    .option('--out <file>', 'where to write (default: where agreements find it by its id)')
    .option('--force', 'replace the file if it exists');

written(calendar.command('for'))
  .description('write the public holidays of a country, by date-holidays, unverified')
  .argument('<country>', 'an ISO 3166 code of two letters, such as PL')
  .option('--region <code>', 'a region of the country, such as BY of DE')
  .option('--id <id>', 'the name that documents use (default: the codes in lower case)')
  .action(late(async () => (await import('./document/calendar.js')).calendarForCountry));

written(calendar.command('from-ics'))
  .description('write the all-day events of an iCalendar file as days off, unverified')
  .argument('<file>', 'an iCalendar file')
  .requiredOption('--id <id>', 'the name that documents use, such as our-office')
  .action(late(async () => (await import('./document/calendar.js')).calendarFromIcs));

const token = program.command('token').description('make, list and revoke tokens of access');

token
  .command('create')
  .description('make a token and print it, once')
  .requiredOption('--name <name>', 'whose it is and what for')
  .option('--role <role>', 'reader, monitor, editor or admin', 'reader')
  .option('--kind <kind>', 'access, or feed for the URL of one agreement’s feeds', 'access')
  .option('--agreement <id...>', 'the agreements granted (default: every one)')
  .option('--expires <instant>', 'when it ends, such as 2027-01-01T00:00:00Z (default: never)')
  .action(late(async () => (await import('./admin/token.js')).createToken));

token
  .command('list')
  .description('print every token, never its text')
  .action(late(async () => (await import('./admin/token.js')).listTokens));

token
  .command('revoke')
  .description('end a token, and every session that was opened by it')
  .argument('<id>', 'as the list has it')
  .action(late(async () => (await import('./admin/token.js')).revokeToken));

token
  .command('renew')
  .description('make the operator’s token anew; the former one and its sessions end')
  .action(late(async () => (await import('./admin/token.js')).renewToken));

program
  .command('audit')
  .description('who did what, and what was refused to whom')
  .command('export')
  .description('print every entry as one JSON object a line')
  .option('--agreement <id>', 'only what was done to this agreement')
  .option('--actor <token>', 'only what the holder of this token did: its id, or its name')
  .option('--outcome <outcome>', 'written or refused')
  .option('--from <instant>', 'the first instant, such as 2026-01-31T00:00:00Z')
  .option('--to <instant>', 'the first instant that is left out')
  .action(late(async () => (await import('./admin/audit.js')).exportAudit));

program
  .command('secrets')
  .description('the secrets of webhooks')
  .command('rekey')
  .description('make a new master key and seal every secret by it')
  .action(late(async () => (await import('./admin/secrets.js')).rekeySecrets));

program
  .command('backup')
  .description('write everything stored into a file, while the service runs')
  .argument('<file>', 'a new file')
  .action(late(async () => (await import('./admin/backup.js')).backup));

program
  .command('restore')
  .description('put a backup into an empty database, SQLite or PostgreSQL')
  .argument('<file>', 'what backup wrote')
  .option('--replace', 'move the SQLite database that is there aside')
  .option('--unverified', 'take a file without a checksum, such as a copy of the database file')
  .action(late(async () => (await import('./admin/backup.js')).restore));

program
  .command('move')
  .description('copy the SQLite database into an empty PostgreSQL, and verify it')
  .requiredOption('--to <url>', 'such as postgres://user:password@127.0.0.1:5432/pacta')
  .action(late(async () => (await import('./admin/backup.js')).move));

program
  .command('doctor')
  .description(
    'examine the data: permissions, hashes and chains, and every date and status computed anew',
  )
  .option('--repair', 'write dates and statuses anew where they differ; never facts or documents')
  .action(late(async () => (await import('./admin/doctor.js')).doctor));

program
  .command('report')
  .description('report on a period: what fell due, and what became of it')
  .argument('<agreement>', 'the id of a stored agreement')
  .requiredOption('--from <day>', 'the first day of the period')
  .requiredOption('--to <day>', 'the last one, included')
  .option('--known-at <instant>', 'by what was known then (default: all that is known)')
  .option('--format <format>', 'md, html or json', 'md')
  .action(late(async () => (await import('./service/report.js')).report));

// Whoever reads along may stop: what `head` cut off is nobody's fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** What is typed is stored, too: control characters are refused as in a body. */
program.hook('preAction', (_, command) => {
  const faults = [...textFaults(command.args), ...textFaults(command.opts())];
  if (faults.length > 0) throw new Refusal('invalid', 'Nothing was done.', faults);
});

program.parseAsync().catch((error: unknown) => {
  process.exitCode = printRefusal(error);
});
