import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { Refusal } from '../base/refusal';
import { textFaults } from '../base/text/kept-text';
import { DEFAULT_LIMITS } from '../config/policy';
import { PROJECT_ROOT } from '../config/root';
import { printRefusal } from './output/refusals';

const { version } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8'));

/** Loads a command's code when it runs: most commands need neither the service nor the store. */
function lazy<Given extends unknown[]>(
  load: () => Promise<(...given: Given) => unknown>,
): (...given: Given) => Promise<void> {
  return async (...given) => {
    await (await load())(...given);
  };
}

const program = new Command('pacta')
  .description('Computes the dates of agreements and watches whether they are kept.')
  .version(version)
  .showHelpAfterError('(pacta --help lists the commands)');

program
  .command('serve')
  .description('run the service: page, API, alerts, webhooks (data in ./data unless configured)')
  .action(lazy(async () => (await import('./service/serve.js')).serve));

program
  .command('worker', { hidden: true })
  .description('answer requests of a running service; only the service starts it')
  .action(lazy(async () => (await import('../app/worker.js')).runWorker));

program
  .command('read-file', { hidden: true })
  .description('read a PDF or DOCX file; only the service and `draft` start it')
  .action(lazy(async () => (await import('../extract/read-file.js')).runFileReader));

program
  .command('open')
  .description('print a link that signs one browser in, and open it')
  .action(lazy(async () => (await import('./service/open.js')).openPage));

program
  .command('check')
  .description('check an agreement and report every fault with its place')
  .argument('<file>', 'the agreement, YAML or JSON; - reads standard input')
  .action(lazy(async () => (await import('./document/check.js')).checkFile));

program
  .command('draft')
  .description(
    'read a treaty, contract or article into a draft agreement, each entry with its quote',
  )
  .argument('<file>', 'plain text, Markdown, HTML, PDF or DOCX; - reads standard input')
  .option('--format <format>', 'yaml or json (default: yaml); of a comparison as for diff')
  .option('--title <title>', 'the title of the agreement (default: the name of the file)')
  .option('--zone <zone>', 'whose midnight ends a day (default: UTC)')
  .option('--signed <date>', 'print the dates that follow from this signing')
  .option('--against <old>', 'compare it clause by clause with an earlier text or agreement')
  .action(lazy(async () => (await import('./document/draft.js')).draftFile));

program
  .command('schedule')
  .description('print the deadlines of an agreement and their statuses')
  .argument('<file>', 'the agreement, YAML or JSON')
  .option('--signed <date>', 'the signing: a day such as 2025-11-27, or an instant with its offset')
  .option('--facts <file>', 'what happened: a list of {event, at} and {was, at}, YAML or JSON')
  .option(
    '--as-of <instant>',
    'the instant of the statuses, such as 2026-01-31T00:00:00Z (default: now)',
  )
  .option('--format <format>', 'table, json, csv or ics', 'table')
  .option('--why', 'print the derivation of every date below it')
  .action(lazy(async () => (await import('./document/schedule.js')).scheduleFile));

/** Collects the values of an option that may be given several times. */
const collect = (value: string, before: string[]): string[] => [...before, value];

program
  .command('compare')
  .description('compare two signing dates, or a schedule without and with assumptions')
  .argument('<file>', 'the agreement, YAML or JSON')
  .option('--signed <date>', 'the signing; give it twice to compare two dates', collect, [])
  .option('--assume <what>', 'withdrawal:+P14D, or withdrawal.fulfilled:2026-01-10', collect, [])
  .option('--facts <file>', 'what happened, as for schedule')
  .option(
    '--as-of <instant>',
    'the instant of the statuses, such as 2026-01-31T00:00:00Z (default: now)',
  )
  .option('--format <format>', 'table or json', 'table')
  .action(lazy(async () => (await import('./document/compare.js')).compareFile));

program
  .command('diff')
  .description('compare two agreements clause by clause; exit status 1 if they differ')
  .argument('<old>', 'a file, - for standard input, or the id of a stored or shipped agreement')
  .argument('<new>', 'the later one, likewise')
  .option('--signed <date>', 'assume that both were signed then, and compare the dates')
  .option('--format <format>', 'text, json or markdown', 'text')
  .action(lazy(async () => (await import('./document/diff.js')).diffNamed));

program
  .command('sensitivity')
  .description('count the conflicts of every signing day, and the days each obligation may slip')
  .argument('<file>', 'the agreement, YAML or JSON')
  .requiredOption('--from <date>', 'the first day of signing')
  .requiredOption('--to <date>', 'the last day, inclusive')
  .option('--at <time>', 'the local clock time of the signing, such as 23:30')
  .option('--blackout <span>', 'FROM..TO or path:FROM..TO: nothing may be due then', collect, [])
  .option('--facts <file>', 'what happened, as for schedule')
  .option('--format <format>', 'table, json, csv or slack-csv', 'table')
  .action(lazy(async () => (await import('./document/sensitivity.js')).sensitivityFile));

program
  .command('date')
  .description('compute the date of one phrase, with its derivation')
  .argument('[phrase]', 'such as "within 3 weeks of 1998-03-12" or "14 days before 2026-05-01"')
  .option('--convention <name>', 'the rule of counting (docs/counting.md)')
  .option('--zone <zone>', 'whose midnight ends the day (default: UTC)')
  .option('--calendar <name>', 'the working days: the id of a shipped calendar, or a file')
  .option('--holidays <days>', 'days off besides the weekend, separated by commas')
  .option(
    '--weekend <days>',
    'ISO weekdays that are days of rest, separated by commas (default: 6,7)',
  )
  .option(
    '--events <days>',
    'events that the phrase names, such as signing:2025-11-27, separated by commas',
  )
  .option('--roll <answer>', 'true or false: whether a last day that is a day of rest moves')
  .option('--includes-start <answer>', 'true or false: whether the day of the event is day 1')
  .option('--side <side>', 'deadline, or earliest: the first day on which it may happen')
  .option('--format <format>', 'table or json', 'table')
  .option('--batch <file>', 'a JSON array of questions; prints an array of answers')
  .action(lazy(async () => (await import('./document/date.js')).date));

const facts = program.command('facts').description('the ledger of facts: what was observed');

facts
  .command('import')
  .description('record all facts of a file, or none; importing it again changes nothing')
  .argument('<agreement>', 'the id of a stored agreement')
  .argument('<file>', 'a YAML list, a JSON array, or one JSON object a line')
  .option('--dry-run', 'print what would change and write nothing')
  .option('--format <format>', 'table or json', 'table')
  .action(lazy(async () => (await import('./service/import-facts.js')).importFacts));

const calendar = program
  .command('calendar')
  .description('working calendars: list them, write your own');

calendar
  .command('list')
  .description('list the working calendars and the years they cover')
  .action(lazy(async () => (await import('./document/calendar.js')).listCalendars));

const written = (command: Command): Command =>
  command
    .option('--title <title>', 'the title of the calendar')
    .option('--weekend <weekdays>', 'English weekdays, separated by commas')
    .option('--from <year>', 'the first year (default: last year)')
    .option('--to <year>', 'the last year, inclusive (default: in ten years)')
    .option('--out <file>', 'the file to write (default: ID.yaml in the calendars directory)')
    .option('--force', 'replace the file if it exists');

written(calendar.command('for'))
  .description(
    'write the public holidays of a country as a calendar file (from date-holidays, unverified)',
  )
  .argument('<country>', 'an ISO 3166 code of two letters, such as PL')
  .option('--region <code>', 'a region of the country, such as BY of DE')
  .option('--id <id>', 'the id that documents use (default: the codes in lower case)')
  .action(lazy(async () => (await import('./document/calendar.js')).calendarForCountry));

written(calendar.command('from-ics'))
  .description('write the all-day events of an iCalendar file as a calendar file (unverified)')
  .argument('<file>', 'an iCalendar file')
  .requiredOption('--id <id>', 'the id that documents use, such as our-office')
  .action(lazy(async () => (await import('./document/calendar.js')).calendarFromIcs));

const token = program.command('token').description('create, list and revoke access tokens');

token
  .command('create')
  .description('create a token and print it, once')
  .requiredOption('--name <name>', 'who uses it, and for what')
  .option('--role <role>', 'reader, monitor, editor or admin', 'reader')
  .option('--kind <kind>', 'access, or feed for the feed URLs of one agreement', 'access')
  .option('--agreement <id...>', 'the agreements it may read or write (default: all)')
  .option('--expires <instant>', 'when it expires, such as 2027-01-01T00:00:00Z (default: never)')
  .action(lazy(async () => (await import('./admin/token.js')).createToken));

token
  .command('list')
  .description('list all tokens, without their text')
  .action(lazy(async () => (await import('./admin/token.js')).listTokens));

token
  .command('revoke')
  .description('revoke a token and end the sessions that were opened with it')
  .argument('<id>', 'the id of the token, from pacta token list')
  .action(lazy(async () => (await import('./admin/token.js')).revokeToken));

token
  .command('renew')
  .description('replace the operator’s token; the old one and its sessions end')
  .action(lazy(async () => (await import('./admin/token.js')).renewToken));

const destinations = program
  .command('destinations')
  .description('where messages are sent: webhooks, chats, mailboxes (docs/destinations.md)');

destinations
  .command('list')
  .description('list all destinations, without their secrets')
  .action(lazy(async () => (await import('./service/destinations.js')).listDestinations));

destinations
  .command('add')
  .description('add a destination; each kind has some of these settings')
  .argument('<kind>', 'webhook, slack, teams, email, discord, telegram, ntfy or another kind')
  .option('--url <url>', 'the address that the service shows for its webhook')
  .option('--to <address>', 'of email: the mailbox')
  .option('--token <token>', 'the token of the bot, the application or the topic')
  .option('--chat <id>', 'of telegram: the chat')
  .option('--thread <number>', 'of telegram: a topic of the chat')
  .option('--topic <name>', 'of ntfy: the topic')
  .option('--room <id>', 'of matrix: the room')
  .option('--routing-key <key>', 'of pagerduty: the integration key')
  .option('--base-url <url>', 'the server, if it is not the public one of the service')
  .option('--tag <tag>', 'of apprise: a tag of its configuration')
  .option('--mode <mode>', 'of cloudevents: structured or binary')
  .option('--template <text>', 'of template: what writes the body')
  .option('--content-type <type>', 'of template: the type of the body')
  .option('--headers <json>', 'of template: further headers, as a JSON object')
  .option('--language <language>', 'the language of the messages: en, uk or ru')
  .option('--description <text>', 'for people')
  .option('--type <type...>', 'only these types of messages (default: all)')
  .option('--agreement <id...>', 'only these agreements (default: all)')
  .option('--actual-only', 'no messages that rest on an assumed date')
  .option('--only-escalations', 'only what an escalation chain passes to it')
  .option('--digest <every>', 'a digest every day or week')
  .option('--digest-at <time>', 'the local time of the digest, such as 08:00')
  .option('--digest-zone <zone>', 'the zone of that time, such as Europe/Kyiv')
  .option(
    '--try [milestone]',
    'send a trial message at once, or the present message of a milestone',
  )
  .action(lazy(async () => (await import('./service/destinations.js')).addDestination));

destinations
  .command('test')
  .description('send a trial message now and print what the service says')
  .argument('<id>', 'the id of the destination, from pacta destinations list')
  .option('--milestone <id>', 'send the present message of a milestone, such as PLAN/elections')
  .action(lazy(async () => (await import('./service/destinations.js')).testDestination));

destinations
  .command('mail-server')
  .description('set the mail server for destinations of the kind email')
  .requiredOption('--host <name>', 'such as smtp.example.org')
  .requiredOption('--port <port>', 'usually 465 or 587')
  .requiredOption('--from <address>', 'the sender')
  .option('--from-name <name>', 'the name of the sender')
  .option('--security <security>', 'tls, starttls or none', 'starttls')
  .option('--user <name>', 'the user, if the server wants one')
  .option('--password <password>', 'the password')
  .action(lazy(async () => (await import('./service/destinations.js')).setMailServer));

program
  .command('audit')
  .description('the record of every write and every refusal')
  .command('export')
  .description('print the entries, one JSON object a line')
  .option('--agreement <id>', 'only entries about this agreement')
  .option('--actor <token>', 'only entries of this token, by its id or its name')
  .option('--outcome <outcome>', 'written or refused')
  .option('--from <instant>', 'the start, inclusive, such as 2026-01-31T00:00:00Z')
  .option('--to <instant>', 'the end, exclusive')
  .action(lazy(async () => (await import('./admin/audit.js')).exportAudit));

program
  .command('secrets')
  .description('the encryption of webhook secrets')
  .command('rekey')
  .description('create a new master key and encrypt every secret with it')
  .action(lazy(async () => (await import('./admin/secrets.js')).rekeySecrets));

program
  .command('backup')
  .description('write a backup to a file, also while the service runs')
  .argument('<file>', 'a new file')
  .action(lazy(async () => (await import('./admin/backup.js')).backup));

program
  .command('restore')
  .description('restore a backup into an empty database, SQLite or PostgreSQL')
  .argument('<file>', 'a file written by pacta backup')
  .option('--replace', 'rename an existing SQLite database and restore in its place')
  .option('--unverified', 'accept a file without a checksum, such as a copy of the database file')
  .action(lazy(async () => (await import('./admin/backup.js')).restore));

program
  .command('move')
  .description('copy the SQLite database to an empty PostgreSQL database, and verify the copy')
  .requiredOption(
    '--to <url>',
    'the database, such as postgres://user:password@127.0.0.1:5432/pacta',
  )
  .action(lazy(async () => (await import('./admin/backup.js')).move));

program
  .command('doctor')
  .description('examine the data: permissions, hashes, and every date and status computed again')
  .option('--repair', 'correct stored dates and statuses that differ; never facts or documents')
  .action(lazy(async () => (await import('./admin/doctor.js')).doctor));

program
  .command('report')
  .description('report on a period: what fell due, and how it ended')
  .argument('<agreement>', 'the id of a stored agreement')
  .requiredOption('--from <day>', 'the first day of the period')
  .requiredOption('--to <day>', 'the last day, inclusive')
  .option('--known-at <instant>', 'use only what was recorded by then (default: everything)')
  .option('--format <format>', 'md, html or json', 'md')
  .action(lazy(async () => (await import('./service/report.js')).report));

// The reader of a pipe, such as `head`, may stop early. That is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** Arguments may be stored, so control characters are refused in them as in a request body. */
program.hook('preAction', (_, command) => {
  const faults = [
    ...textFaults(command.args, DEFAULT_LIMITS),
    ...textFaults(command.opts(), DEFAULT_LIMITS),
  ];
  if (faults.length > 0) throw new Refusal('invalid', 'Nothing was done.', faults);
});

program.parseAsync().catch((error: unknown) => {
  process.exitCode = printRefusal(error);
});
