import { signal } from '@preact/signals';
import { toCivil, toEpochDay } from '../../../src/engine/calendar/epoch-day';
import { route } from '../../state/address';
import { countsFromSigning } from '../../state/events';
import { asOf, now } from '../../state/plan';
import { mainDay, rows } from '../../state/timeline/rows';
import { percentAt, scale } from '../../state/timeline/scale';
import { CARD, printing, rowHeight } from '../../state/timeline/window';
import { assumeSigning, outlook } from '../../state/what-if/what-if';
import { month, day as shortDay, texts } from '../../words/format';
import { localDay } from '../shared/day';

/** In percent of the track; a label that begins further right would be cut off. */
const LAST_LABEL = 96;
const WIDEST = 14;
const CROWDED = 7;
const ON_PAPER = 5;

interface Mark {
  day: number;
  label: string;
}

/** The first days of months, quarters or years between two days; few enough for their labels. */
function marks(from: number, to: number): Mark[] {
  const crowded = rowHeight.value === CARD || route.milestone !== '';
  const room = printing.value ? ON_PAPER : crowded ? CROWDED : WIDEST;
  const months = (to - from) / 30.44;
  const every = [1, 3, 6, 12, 24, 60, 120].find((step) => months / step <= room) ?? 240;
  const found: Mark[] = [];
  const { year, month: begins } = toCivil(from);
  const start = Math.floor((begins - 1) / every) * every;
  for (let m = start; ; m += every) {
    const first = toEpochDay(year + Math.floor(m / 12), (m % 12) + 1, 1);
    if (first >= to) return found;
    if (first < from) continue;
    found.push({ day: first, label: m % 12 === 0 ? String(year + m / 12) : month(first) });
  }
}

/** CSS pixels: the width of a letter of a label, and the least room between two labels. */
const LETTER = 6.2;
const APART = 4;

/** Width of the axis in CSS pixels; 0 until it is measured. */
const drawnWidth = signal(0);
const measure = new ResizeObserver(([entry]) => {
  drawnWidth.value = entry?.contentRect.width ?? 0;
});

function watch(drawing: SVGSVGElement | null): void {
  measure.disconnect();
  if (drawing !== null) measure.observe(drawing);
}

/** The marks whose labels leave room for each other; a year goes before the month next to it. */
function labelled(of: readonly Mark[]): Mark[] {
  const kept: (Mark & { end: number })[] = [];
  for (const mark of of.filter(({ day }) => percentAt(day) < LAST_LABEL)) {
    const begins = (percentAt(mark.day) / 100) * drawnWidth.value;
    if (drawnWidth.value > 0 && begins < (kept.at(-1)?.end ?? 0)) {
      if (!/^\d/.test(mark.label)) continue;
      kept.pop();
    }
    const end = begins + mark.label.length * LETTER;
    // At the right edge it would be cut.
    if (drawnWidth.value > 0 && end > drawnWidth.value) continue;
    kept.push({ ...mark, end: end + APART });
  }
  return kept;
}

const percent = (day: number): string => `${percentAt(day).toFixed(3)}%`;
const dragging = signal(false);

function dayUnder(event: PointerEvent & { currentTarget: SVGSVGElement }): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  const { from, to } = scale.peek();
  return Math.round(from + ((event.clientX - left) / width) * (to - from));
}

/** The head of the time track: months, today, the density of deadlines, and the signing as a draggable line. */
export function Axis() {
  const { from, to } = scale.value;
  const today = localDay(asOf.value);
  const signing = outlook.value?.signing;
  const moves = countsFromSigning.value;
  const todayName = today === localDay(now.value) ? texts.value.track.today : shortDay(today);
  const lines = marks(from, to);
  const ahead = percentAt(signing?.day ?? today) - percentAt(today);
  // The grip of a signing shortly after today would cover the label.
  const before = ahead > 0 && ahead < 12 && percentAt(today) > 20;
  const shown = (day: number | undefined): day is number =>
    day !== undefined && day >= from && day <= to;
  return (
    <svg
      ref={watch}
      class={`axis${dragging.value ? ' dragging' : ''}`}
      width="100%"
      height="40"
      aria-hidden="true"
      onPointerDown={(event) => {
        const at = percentAt(dayUnder(event));
        if (!moves || signing === undefined || Math.abs(at - percentAt(signing.day)) > 4) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        dragging.value = true;
      }}
      onPointerMove={(event) => dragging.value && assumeSigning(dayUnder(event))}
      onPointerUp={() => (dragging.value = false)}
      onPointerCancel={() => (dragging.value = false)}
    >
      <defs>
        <g id="grid">
          {lines.map(({ day: at }) => (
            <line key={at} class="rule" x1={percent(at)} x2={percent(at)} y1="0" y2="100%" />
          ))}
          {shown(today) && (
            <line class="today" x1={percent(today)} x2={percent(today)} y1="0" y2="100%" />
          )}
          {shown(signing?.day) && (
            <line
              class="signed"
              x1={percent(signing?.day ?? 0)}
              x2={percent(signing?.day ?? 0)}
              y1="0"
              y2="100%"
            />
          )}
        </g>
      </defs>
      <Density />
      {labelled(lines).map(({ day: at, label }) => (
        <text key={at} class="label" x={percent(at)} dx="3" y="13">
          {label}
        </text>
      ))}
      <use href="#grid" />
      {shown(today) && (
        <text
          class="label now"
          x={percent(today)}
          dx={before ? -3 : 3}
          text-anchor={before ? 'end' : 'start'}
          y="37"
        >
          {todayName}
        </text>
      )}
      {moves && shown(signing?.day) && (
        <svg x={percent(signing?.day ?? 0)} y="22" overflow="visible">
          <path class="grip" d="M-6-9h12v9l-6 7-6-7z" />
        </svg>
      )}
    </svg>
  );
}

const BINS = 60;

/** A histogram of the deadlines. */
function Density() {
  const { from, to } = scale.value;
  const bins = new Array<number>(BINS).fill(0);
  for (const { milestone } of rows.value) {
    const day = mainDay(milestone);
    if (day === undefined || day < from || day >= to) continue;
    const bin = Math.floor((BINS * (day - from)) / (to - from));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const most = Math.max(1, ...bins);
  return (
    <g class="density">
      {bins.map((n, i) =>
        n === 0 ? null : (
          <rect
            key={i}
            x={`${(100 * i) / BINS}%`}
            width={`${90 / BINS}%`}
            y={40 - (20 * n) / most}
            height={(20 * n) / most}
          />
        ),
      )}
    </g>
  );
}
