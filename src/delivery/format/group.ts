import { NOTICE_NAMES } from '../../outbox/sentences/notice-names';
import { type Notice, sentenceList } from './notice';

/** Combines notices of one agreement and type: one notice with their common values and a list of their sentences. */
export function together(id: string, first: Notice, others: readonly Notice[]): Notice {
  const all = [first, ...others].sort((a, b) => a.sequence - b.sequence);
  const { agreement, type, labels, language, url } = first;
  const names: Readonly<Record<string, string>> = NOTICE_NAMES[language];
  const lines = all.map(({ text }) => text);
  const common = first.details.filter(({ label, value }) =>
    others.every(({ details }) =>
      details.some((one) => one.label === label && one.value === value),
    ),
  );
  return {
    ...first,
    id,
    text: `${agreement?.title ?? 'Pacta'}: ${names[type] ?? type} — ${all.length}`,
    url: url === undefined ? undefined : withoutMilestone(url),
    // A link acknowledges one alert.
    acknowledgeUrl: undefined,
    milestone: undefined,
    details: [{ label: labels.dates, value: sentenceList(lines, lines.length, labels) }, ...common],
    evidence: [],
  };
}

function withoutMilestone(url: string): string {
  const page = new URL(url);
  page.searchParams.delete('milestone');
  return page.href;
}
