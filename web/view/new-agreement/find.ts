export const cardId = (id: string): string => `card-${id}`;
export const markId = (id: string): string => `mark-${id}`;

function focusOn(id: string): void {
  const found = document.getElementById(id);
  found?.focus({ preventScroll: true });
  found?.scrollIntoView({ block: 'center' });
}

/** Shows the card of an entry and gives it the focus. */
export const focusCard = (id: string): void => focusOn(cardId(id));

/** Shows the words of an entry in the text and gives them the focus. */
export const focusMark = (id: string): void => focusOn(markId(id));
