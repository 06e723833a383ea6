/** What a careful reader asks of an agreement: how bad it is, and the question. docs/language.md shows it. */
export const FINDINGS = {
  'never-due': { severity: 'error', asks: 'can it fall due at all' },
  'opens-after-it-closes': { severity: 'error', asks: 'may it be done before it is late' },
  'calendar-missing': { severity: 'error', asks: 'is there a calendar of that name' },
  'due-before-what-it-depends-on': {
    severity: 'warning',
    asks: 'is it due only after what must come first',
  },
  'month-end': { severity: 'warning', asks: 'which day, where the month is too short' },
  'inclusive-count': { severity: 'warning', asks: 'is the day of the event day 0 or day 1' },
  'zones-differ': { severity: 'warning', asks: 'by whose midnight' },
  'hours-from-a-day': { severity: 'warning', asks: 'hours from which instant of the day' },
  'beyond-calendar': { severity: 'warning', asks: 'does the calendar reach that far' },
  'over-extended': { severity: 'warning', asks: 'does the text allow the extension' },
  'days-or-months': { severity: 'warning', asks: 'does the phrase count in the text’s own units' },
  'periods-touch': { severity: 'warning', asks: 'whose is the day on which two periods meet' },
  'non-working-day': { severity: 'note', asks: 'may it be due on a day off' },
  'unrecorded-anchor': { severity: 'note', asks: 'who will record the event' },
  'undated-duty': { severity: 'note', asks: 'is there really no date' },
} as const;

export type FindingKind = keyof typeof FINDINGS;

/** Something in an agreement that its authors may not have meant. */
export interface Finding {
  kind: FindingKind;
  /** error: it cannot work. warning: two readers may disagree. note: worth knowing. */
  severity: 'error' | 'warning' | 'note';
  /** JSON Pointer of the entry. */
  pointer: string;
  /** The path of the obligation or phase. */
  path: string;
  detail: string;
  /** What to do about it. */
  advice: string;
}
