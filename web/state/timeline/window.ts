import { computed, effect, signal } from '@preact/signals';
import { shownRows } from './rows';

/** With more rows than this, only those near the viewport are drawn. */
const ALL_UP_TO = 80;
const MARGIN = 8;
const ROW = 40;
/** Height of a row in CSS pixels on a narrow screen, where it is a card. */
export const CARD = 92;

const narrow = matchMedia('screen and (max-width: 900px)');
export const rowHeight = signal(narrow.matches ? CARD : ROW);
narrow.addEventListener('change', () => {
  rowHeight.value = narrow.matches ? CARD : ROW;
});

/** Top of the table's body from the top of the document, in CSS pixels. */
export const bodyTop = signal(0);
const first = signal(0);
const visibleRows = signal(0);
/** While the page is printed: all rows are drawn and lists are open. */
export const printing = signal(false);

/** The rows to draw: `from` inclusive, `to` exclusive. */
export const visibleRange = computed(() => {
  const total = shownRows.value.length;
  if (printing.value || total <= ALL_UP_TO) return { from: 0, to: total };
  const from = Math.min(Math.max(0, first.value - MARGIN), Math.max(0, total - visibleRows.value));
  return { from, to: Math.min(total, first.value + visibleRows.value + MARGIN) };
});

function updateWindow(): void {
  const at = Math.floor((scrollY - bodyTop.peek()) / rowHeight.peek());
  // In steps of four rows, so that small scrolls draw nothing anew.
  first.value = Math.max(0, at - (at % 4));
  visibleRows.value = Math.ceil(innerHeight / rowHeight.peek()) + 4;
}

addEventListener('scroll', updateWindow, { passive: true });
addEventListener('resize', updateWindow, { passive: true });
addEventListener('beforeprint', () => {
  printing.value = true;
});
addEventListener('afterprint', () => {
  printing.value = false;
});
effect(() => {
  if (bodyTop.value >= 0 && rowHeight.value > 0) updateWindow();
});
