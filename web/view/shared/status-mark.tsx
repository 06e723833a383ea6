import type { ShownStatus } from '../../../src/engine/status/shown-status';

const CIRCLE = 'M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z';
const SQUARE = 'M2.5 2.5h11v11h-11z';
const DIAMOND = 'M8 1.5l6.5 6.5-6.5 6.5L1.5 8z';
const TRIANGLE = 'M8 2l6.5 11.5h-13z';

interface Shape {
  /** Drawn as an outline. */
  line?: string;
  /** Filled. */
  fill?: string;
  dashed?: boolean;
}

/** Every status has its own shape, so that no meaning depends on colour alone. */
const SHAPES: Readonly<Record<ShownStatus, Shape>> = {
  met: { fill: CIRCLE },
  'met-late': { line: CIRCLE, fill: 'M8 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7z' },
  upcoming: { line: CIRCLE, fill: 'M8 2a6 6 0 0 1 6 6H8z' },
  'due-soon': { fill: TRIANGLE },
  'in-grace': { line: TRIANGLE, fill: 'M7.2 6h1.6v3.6H7.2zM7.2 10.6h1.6v1.4H7.2z' },
  overdue: { fill: SQUARE },
  unrecorded: { line: SQUARE, dashed: true },
  holding: { fill: 'M2 4h12v3H2zM2 9.5h12v3H2z' },
  breached: { line: 'M3 3l10 10M13 3L3 13' },
  violated: { line: `${SQUARE}M5 5l6 6M11 5l-6 6` },
  undated: { line: DIAMOND, dashed: true },
  conditional: { line: DIAMOND, fill: 'M8 6l2 2-2 2-2-2z' },
  disputed: { line: 'M2.5 5.5h11M2.5 10.5h11M11 2L5 14' },
  suspended: { fill: 'M4 2.5h3v11H4zM9 2.5h3v11H9z' },
  open: { line: 'M13 4.7a6 6 0 1 0 0 6.6' },
  'took-effect': { fill: DIAMOND },
  came: { line: `${DIAMOND}M5.2 8l2 2.2L11 6` },
  discharged: { line: `${CIRCLE}M4.5 8h7` },
  expired: { line: SQUARE },
  terminated: { line: `${CIRCLE}M3.8 3.8l8.4 8.4` },
};

export function StatusMark({ status }: { status: ShownStatus }) {
  const { line, fill, dashed } = SHAPES[status];
  return (
    <svg class={`mark is-${status}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      {line && <path d={line} class={dashed ? 'line dashed' : 'line'} />}
      {fill && <path d={fill} class="fill" />}
    </svg>
  );
}
