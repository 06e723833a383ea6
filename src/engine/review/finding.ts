/** Kinds of findings: the severity, and the question to ask. docs/language.md prints this table. */
export const FINDINGS = {
  'never-due': { severity: 'error', asks: 'can it ever fall due' },
  'opens-after-it-closes': { severity: 'error', asks: 'can it be done before it is late' },
  'calendar-missing': { severity: 'error', asks: 'does a calendar with this name exist' },
  'goal-out-of-reach': {
    severity: 'warning',
    asks: 'is the goal before the deadline and after the opening',
  },
  'due-before-what-it-depends-on': {
    severity: 'warning',
    asks: 'is it due only after what it depends on',
  },
  'month-end': { severity: 'warning', asks: 'which day counts where the last month is too short' },
  'inclusive-count': { severity: 'warning', asks: 'is the day of the event day 0 or day 1' },
  'zones-differ': { severity: 'warning', asks: 'at midnight in which zone does the day end' },
  'hours-from-a-day': {
    severity: 'warning',
    asks: 'from which instant of the day do the hours run',
  },
  'beyond-calendar': { severity: 'warning', asks: 'does the calendar cover the counted days' },
  'over-extended': { severity: 'warning', asks: 'does the text allow the extension' },
  'days-or-months': { severity: 'warning', asks: 'does the phrase count in the units of the text' },
  'periods-touch': { severity: 'warning', asks: 'to which period does the shared day belong' },
  'non-working-day': { severity: 'note', asks: 'may it be due on a day off' },
  'unrecorded-anchor': { severity: 'note', asks: 'who will record the event' },
  'undated-duty': { severity: 'note', asks: 'does the text really give no date' },
} as const;

export type FindingKind = keyof typeof FINDINGS;

/** Something in an agreement that its authors may not have meant. */
export interface Finding {
  kind: FindingKind;
  /** error: the entry cannot work. warning: two readers may count different dates. note: worth knowing. */
  severity: 'error' | 'warning' | 'note';
  /** JSON Pointer of the entry in the document. */
  pointer: string;
  /** The path of the obligation or phase. */
  path: string;
  /** What was found; no full stop at the end. */
  detail: string;
  /** What to write or do instead, in full sentences. */
  advice: string;
}
