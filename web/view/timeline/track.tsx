import { computed } from '@preact/signals';
import type { Milestone } from '../../../src/engine/model/milestone';
import { loaded } from '../../state/plan';
import { mainDay, type Row, rows } from '../../state/timeline/rows';
import { percentAt } from '../../state/timeline/scale';
import { outlook } from '../../state/what-if/what-if';

const MIDDLE = 20;

/** All dates of a recurring milestone, by path and party. */
const rhythms = computed(() => {
  const found = new Map<string, number[]>();
  for (const { milestone: one } of rows.value) {
    if (one.ordinal === undefined || one.dueOn === undefined) continue;
    const key = rhythmOf(one);
    const kept = found.get(key);
    if (kept === undefined) found.set(key, [one.dueOn]);
    else kept.push(one.dueOn);
  }
  return found;
});

const rhythmOf = ({ path, party }: Milestone): string => `${path}@${party ?? ''}`;

const percent = (day: number): string => `${percentAt(day).toFixed(3)}%`;
const within = (day: number): boolean => percentAt(day) >= 0 && percentAt(day) <= 100;

/** The time track of one row; hidden from screen readers, since the cells beside it have the same dates. */
export function Track({ row }: { row: Row }) {
  const { milestone, was, shown } = row;
  const day = mainDay(milestone);
  const before = row.changed ? mainDay(was) : undefined;
  return (
    <svg class={`track is-${shown}`} width="100%" height="40" aria-hidden="true">
      <use href="#grid" />
      {milestone.ordinal !== undefined && <Rhythm milestone={milestone} />}
      {before !== undefined && day !== undefined && before !== day && (
        <Ghost from={before} to={day} />
      )}
      {day === undefined ? (
        <Undated milestone={milestone} />
      ) : (
        <Dated milestone={milestone} day={day} />
      )}
    </svg>
  );
}

function Dated({ milestone, day }: { milestone: Milestone; day: number }) {
  const { kind, dueOn, startsOn, endsOn, rough, dueAt, graceEndsAt } = milestone;
  const opensOn = milestone.opensOn ?? rough?.dueOnEarliest;
  if (kind === 'maintenance') return <Hold from={startsOn ?? day} to={endsOn} />;
  const shown = dueOn ?? day;
  const grace =
    graceEndsAt === undefined || dueAt === undefined ? 0 : (graceEndsAt - dueAt) / 86_400_000;
  return (
    <>
      {opensOn !== undefined && (
        <Bar class="window" from={opensOn} to={dueOn ?? Number.POSITIVE_INFINITY} height={10} />
      )}
      {grace > 0 && <Bar class="grace" from={shown} to={shown + grace} height={3} />}
      {dueOn === undefined ? (
        <Edge day={shown} />
      ) : within(dueOn) ? (
        <svg x={percent(dueOn)} y={MIDDLE} overflow="visible">
          <path class="due" d="M0-7l7 7-7 7-7-7z" />
        </svg>
      ) : (
        <Beyond day={dueOn} />
      )}
    </>
  );
}

/** An interval; open at the right where the text gives no end. */
function Hold({ from, to }: { from: number; to: number | undefined }) {
  return (
    <>
      <Bar class="hold" from={from} to={to ?? Number.POSITIVE_INFINITY} height={8} />
      <Edge day={from} />
      {to === undefined ? (
        <svg x="100%" y={MIDDLE} overflow="visible">
          <path class="open-end" d="M-9-6l7 6-7 6" />
        </svg>
      ) : (
        <Edge day={to} />
      )}
    </>
  );
}

function Edge({ day }: { day: number }) {
  if (!within(day)) return <Beyond day={day} />;
  return <line class="edge" x1={percent(day)} x2={percent(day)} y1={MIDDLE - 8} y2={MIDDLE + 8} />;
}

function Bar(props: { class: string; from: number; to: number; height: number }) {
  const [start, end] = [Math.max(0, percentAt(props.from)), Math.min(100, percentAt(props.to))];
  if (end <= start) return null;
  const { height } = props;
  return (
    <rect
      class={props.class}
      x={`${start}%`}
      width={`${end - start}%`}
      y={MIDDLE - height / 2}
      height={height}
    />
  );
}

/** An arrow at the side on which a day outside the shown ones lies. */
function Beyond({ day }: { day: number }) {
  const left = percentAt(day) < 0;
  return (
    <svg x={left ? '0%' : '100%'} y={MIDDLE} overflow="visible">
      <path class="beyond" d={left ? 'M8-5l-6 5 6 5' : 'M-8-5l6 5-6 5'} />
    </svg>
  );
}

function Rhythm({ milestone }: { milestone: Milestone }) {
  const days = rhythms.value.get(rhythmOf(milestone)) ?? [];
  return (
    <>
      {days.filter(within).map((day) => (
        <line
          key={day}
          class="tick"
          x1={percent(day)}
          x2={percent(day)}
          y1={MIDDLE - 5}
          y2={MIDDLE + 5}
        />
      ))}
    </>
  );
}

/** The former day, and a line to the new one. */
function Ghost({ from, to }: { from: number; to: number }) {
  const x = (day: number): string => `${Math.min(100, Math.max(0, percentAt(day)))}%`;
  return (
    <g class="ghost">
      <line x1={x(from)} x2={x(to)} y1={MIDDLE} y2={MIDDLE} />
      {within(from) && (
        <svg x={percent(from)} y={MIDDLE} overflow="visible">
          <path d="M0-5l5 5-5 5-5-5z" />
        </svg>
      )}
    </g>
  );
}

/** Without a date: a dotted line from its earliest day with a question mark, and a hollow diamond on its projected day. */
function Undated({ milestone }: { milestone: Milestone }) {
  const { earliestOn, projectedOn } = milestone;
  const start = earliestOn ?? outlook.value?.signing?.day ?? loaded.value?.plan.facts[0]?.day ?? 0;
  const from = Math.min(100, Math.max(0, percentAt(start)));
  return (
    <g class="undated">
      <line x1={`${from}%`} x2="100%" y1={MIDDLE} y2={MIDDLE} />
      <text x="100%" dx="-6" y={MIDDLE + 5} text-anchor="end">
        ?
      </text>
      {projectedOn !== undefined && within(projectedOn) && (
        <svg x={percent(projectedOn)} y={MIDDLE} overflow="visible">
          <path d="M0-6l6 6-6 6-6-6z" />
        </svg>
      )}
    </g>
  );
}
