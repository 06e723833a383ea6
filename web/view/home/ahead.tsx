import { parseDay } from '../../../src/engine/calendar/epoch-day';
import { agreementPatch, follow, linkTo, route } from '../../state/address';
import { type Brief, DAYS, overview, shownOf } from '../../state/home';
import { away, count, days, texts, weekDay } from '../../words/format';
import { homeTexts } from '../../words/home';
import { shortId } from '../milestone/milestone-link';
import { statusText } from '../shared/status';
import { StatusMark } from '../shared/status-mark';

/** What falls due in the next days and what is late, in all agreements together. */
export function Ahead() {
  const w = homeTexts.value;
  const all = overview.value;
  if (w === undefined || all === undefined) return null;
  const { due, late, unrecorded } = all;
  return (
    <div class="ahead">
      <Section of="due" title={w.ahead(DAYS)} nothing={w.nothingAhead(DAYS)} {...due} />
      <Section of="late" title={w.late} nothing={w.nothingLate} {...late}>
        {unrecorded > 0 && <p class="hint">{w.unrecorded(unrecorded)}</p>}
      </Section>
    </div>
  );
}

interface SectionProps {
  of: 'due' | 'late';
  title: string;
  nothing: string;
  total: number;
  hypothetical: number;
  children?: preact.ComponentChildren;
}

function Section({ of, title, nothing, total, hypothetical, children }: SectionProps) {
  const w = homeTexts.value;
  if (w === undefined) return null;
  const items = shownOf(of);
  const whole = route.show === of;
  const patch = { show: whole ? '' : of };
  return (
    <section class={whole ? 'whole' : ''} aria-label={title}>
      <h2>
        {title} {total > 0 && <span class="total">{count(total)}</span>}
        {hypothetical > 0 && <span class="hypothetical">{w.wouldBe(hypothetical)}</span>}
      </h2>
      {total === 0 && <p class="hint">{nothing}</p>}
      <ul>
        {items.map((brief) => (
          <Line key={brief.id} brief={brief} />
        ))}
      </ul>
      {whole && items.length < total && <p class="hint">{w.first(count(items.length))}</p>}
      {(whole || items.length < total) && (
        <a href={linkTo(patch)} onClick={follow(patch)} class="all">
          {whole ? w.fewer : w.all(count(total))}
        </a>
      )}
      {children}
    </section>
  );
}

function Line({ brief }: { brief: Brief }) {
  return (
    <li class="deadline">
      <StatusMark status={brief.status} />
      <a {...linkToMilestone(brief)}>{brief.title}</a>
      <span class="when">
        <b>{whenText(brief)}</b> <span>{brief.agreementTitle}</span>
      </span>
    </li>
  );
}

/** Attributes of a link to the timeline of an agreement with a milestone open. */
function linkToMilestone({ id, agreement }: Brief) {
  const patch = agreementPatch(agreement, { milestone: shortId(id) });
  return { href: linkTo(patch), onClick: follow(patch) };
}

/** "in 6 days, Wed 24 Dec 2025"; of what is late as `lateText`, with the day on which it was due. */
export function whenText(brief: Brief): string {
  const { status, dueOn, daysUntilDue } = brief;
  const due = dueOn === null ? undefined : parseDay(dueOn);
  if (due === undefined || daysUntilDue === null || isBroken(status)) return lateText(brief);
  if (daysUntilDue >= 0) return `${away(daysUntilDue)}, ${weekDay(due)}`;
  return `${lateText(brief)}, ${texts.value.overview.wasDue(weekDay(due))}`;
}

/** "9 days late", "in grace", "breached since Wed 3 Dec 2025". */
export function lateText({ status, statusSince, daysUntilDue, hypothetical }: Brief): string {
  const { lateBy, wouldBeLateBy } = texts.value.overview;
  const word = statusText({ shown: status, assumed: hypothetical });
  if (status === 'overdue' && daysUntilDue !== null && daysUntilDue < 0)
    return (hypothetical ? wouldBeLateBy : lateBy)(days(-daysUntilDue));
  const since = isBroken(status) ? parseDay(statusSince?.slice(0, 10) ?? '') : undefined;
  return since === undefined ? word : `${word} ${homeTexts.value?.since(weekDay(since))}`;
}

const isBroken = (status: Brief['status']): boolean =>
  status === 'breached' || status === 'violated';
