import { computed, effect, signal } from '@preact/signals';
import { shownRows } from './rows';

/** Rows beyond these many are drawn only where they can be seen. */
const ALL_UP_TO = 80;
const MARGIN = 8;
const ROW = 40;
/** On a narrow screen a row is a card. */
export const CARD = 92;

const narrow = matchMedia('screen and (max-width: 900px)');
export const rowHeight = signal(narrow.matches ? CARD : ROW);
narrow.addEventListener('change', () => {
  rowHeight.value = narrow.matches ? CARD : ROW;
});

/** Where the table's body begins, from the top of the document, in CSS pixels. */
export const bodyTop = signal(0);
const first = signal(0);
const seen = signal(0);
/** While the page is put on paper, where nothing can be scrolled or opened. */
export const printing = signal(false);

/** The rows to draw: the first, and the one after the last. */
export const drawn = computed(() => {
  const total = shownRows.value.length;
  if (printing.value || total <= ALL_UP_TO) return { from: 0, to: total };
  const from = Math.min(Math.max(0, first.value - MARGIN), Math.max(0, total - seen.value));
  return { from, to: Math.min(total, first.value + seen.value + MARGIN) };
});

function look(): void {
  const at = Math.floor((scrollY - bodyTop.peek()) / rowHeight.peek());
  // In steps of a few rows: a wheel's notch need not draw anew.
  first.value = Math.max(0, at - (at % 4));
  seen.value = Math.ceil(innerHeight / rowHeight.peek()) + 4;
}

addEventListener('scroll', look, { passive: true });
addEventListener('resize', look, { passive: true });
addEventListener('beforeprint', () => {
  printing.value = true;
});
addEventListener('afterprint', () => {
  printing.value = false;
});
effect(() => {
  if (bodyTop.value >= 0 && rowHeight.value > 0) look();
});
