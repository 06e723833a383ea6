import { openExistingDatabase } from '../../app/database';
import { SystemClock } from '../../base/clock';
import { readSettings } from '../../config/settings';
import type { Settings } from '../../config/settings-schema';
import { Agreements } from '../../domain/agreement/agreements';
import { Milestones } from '../../domain/milestone/milestones';
import { MilestoneReader } from '../../feed/milestones/milestone-reader';
import { PastSnapshots } from '../../feed/past-snapshots';
import { REPORT_FORMATS, type ReportFormat, textOf } from '../../feed/reports/report-format';
import { type ReportRequest, Reports } from '../../feed/reports/reports';
import { formatIn } from '../output/format';
import { print, printJson } from '../output/print';
import { ask, holderOf } from '../output/running-service';

interface Options {
  from: string;
  to: string;
  knownAt?: string;
  format: string;
}

/** `pacta report AGREEMENT --from DAY --to DAY`: from the running service, or from the database. */
export async function report(agreement: string, options: Options): Promise<void> {
  const { format: asked, ...request } = options;
  const format = formatIn(asked, REPORT_FORMATS);
  const settings = readSettings();
  const running = holderOf(settings);
  if (running === undefined) {
    printReport(await stored(settings, agreement, request, format), format);
    return;
  }
  const query = new URLSearchParams({ ...request, format });
  const path = `/v1/agreements/${encodeURIComponent(agreement)}/report?${query.toString()}`;
  const text = await (await ask(running, path)).text();
  printReport(text, format);
}

function printReport(text: string, format: ReportFormat): void {
  if (format === 'json') printJson(JSON.parse(text));
  else print(text);
}

async function stored(
  settings: Settings,
  agreement: string,
  request: ReportRequest,
  format: ReportFormat,
): Promise<string> {
  const clock = new SystemClock();
  const store = await openExistingDatabase(settings, clock);
  try {
    const agreements = new Agreements();
    const past = new PastSnapshots(store, agreements, clock);
    const reading = new MilestoneReader(store, new Milestones(), agreements, past, clock);
    const reports = new Reports(store, agreements, reading, past, clock);
    return textOf(await reports.report(agreement, request), format);
  } finally {
    await store.close();
  }
}
