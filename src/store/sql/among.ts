/**
 * A condition that a column holds one of the values; one that always holds where there is no list, and never where
 * the list is empty.
 */
export function among(
  column: string,
  values: readonly string[] | undefined,
): { clause: string; parameters: readonly string[] } {
  if (values === undefined) return { clause: 'true', parameters: [] };
  if (values.length === 0) return { clause: 'false', parameters: [] };
  return { clause: `${column} IN (${values.map(() => '?').join(', ')})`, parameters: values };
}
