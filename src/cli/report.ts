import { readSettings } from '../../config/settings';
import { Agreements } from '../agreement/agreements';
import { SystemClock } from '../clock';
import { MilestoneReading } from '../feed/milestone-reading';
import { Past } from '../feed/past';
import { REPORT_FORMATS, type ReportFormat, textOf } from '../feed/report-format';
import { type ReportRequest, Reports } from '../feed/reports';
import { Milestones } from '../milestone/milestones';
import { type Fault, Refusal } from '../refusal';
import { openStore } from '../store/open';
import { holderOf } from './running';

interface Options {
  from: string;
  to: string;
  knownAt?: string;
  format: string;
}

/** `pacta report AGREEMENT --from DAY --to DAY`: of the running service, or of what is stored; writes no row. */
export async function report(agreement: string, options: Options): Promise<void> {
  const { format, ...request } = options;
  if (!isFormat(format)) {
    throw new Refusal('invalid', `--format is ${REPORT_FORMATS.join(', ')}, not "${format}".`);
  }
  const settings = readSettings();
  const url = holderOf(settings);
  if (url === undefined) {
    process.stdout.write(await stored(settings, agreement, request, format));
    return;
  }
  const query = new URLSearchParams({ ...request, format });
  const path = `/v1/agreements/${encodeURIComponent(agreement)}/report?${query.toString()}`;
  const response = await fetch(`${url}${path}`);
  const text = await response.text();
  if (!response.ok) throw refusalOf(response.status, text);
  const indented = format === 'json' ? `${JSON.stringify(JSON.parse(text), null, 2)}\n` : text;
  process.stdout.write(indented);
}

function refusalOf(status: number, text: string): Refusal {
  const { detail, errors = [] } = JSON.parse(text) as { detail: string; errors?: Fault[] };
  return new Refusal(status === 404 ? 'not-found' : 'invalid', detail, errors);
}

async function stored(
  settings: ReturnType<typeof readSettings>,
  agreement: string,
  request: ReportRequest,
  format: ReportFormat,
): Promise<string> {
  const clock = new SystemClock();
  const store = await openStore(settings, clock);
  try {
    const agreements = new Agreements();
    const past = new Past(store, agreements, clock);
    const reading = new MilestoneReading(store, new Milestones(), agreements, past, clock);
    const reports = new Reports(store, agreements, reading, past, clock);
    return textOf(await reports.report(agreement, request), format);
  } finally {
    await store.close();
  }
}

function isFormat(text: string): text is ReportFormat {
  return (REPORT_FORMATS as readonly string[]).includes(text);
}
