import type { Draft, Undecided } from '../types';

/** The draft as YAML that `check` accepts; what is undecided stands in comments. */
export function draftYaml({ document, undecided, background, entryPages }: Draft): string {
  const { obligations, ...frame } = document;
  const lines: string[] = [
    '# A draft that rules have read from a text. Compare every entry with its quote.',
    ...block(frame, ''),
    'obligations:',
  ];
  const byId = new Map<string, Undecided[]>();
  for (const one of undecided)
    if (one.id !== undefined) byId.set(one.id, [...(byId.get(one.id) ?? []), one]);
  for (const obligation of obligations) {
    const page = entryPages.get(obligation.id);
    if (page !== undefined) lines.push(comment(`page ${page}`, '  '));
    for (const { why } of byId.get(obligation.id) ?? [])
      lines.push(comment(`undecided: ${why}`, '  '));
    lines.push(
      ...block(obligation, '    ').map((line, i) => (i === 0 ? `  - ${line.slice(4)}` : line)),
    );
  }
  const open = undecided.filter(({ id }) => id === undefined);
  if (open.length > 0)
    lines.push(
      '',
      '# Left open by the text:',
      ...open.map(({ quote, why }) =>
        comment(quote === undefined ? why : `"${quote}": ${why}`, ''),
      ),
    );
  if (background.length > 0) {
    lines.push(
      '',
      '# Read as background:',
      ...background.map(({ quote, why }) => comment(`"${quote}": ${why}`, '')),
    );
  }
  return `${lines.join('\n')}\n`;
}

const comment = (text: string, indent: string): string => `${indent}# ${text.replace(/\s+/g, ' ')}`;

/** Lists and maps in blocks; texts as JSON, which YAML reads as they are. */
function block(value: object, indent: string): string[] {
  return Object.entries(value).flatMap(([key, part]: [string, unknown]) => {
    const name =
      /^[a-z][a-z0-9 -]*$/.test(key) && !/^(?:y|n|yes|no|on|off|true|false|null)$/.test(key)
        ? key
        : JSON.stringify(key);
    if (Array.isArray(part)) {
      const items = part.flatMap((one: unknown) =>
        typeof one === 'object' && one !== null
          ? block(one, `${indent}    `).map((line, i) =>
              i === 0 ? `${indent}  - ${line.slice(indent.length + 4)}` : line,
            )
          : [`${indent}  - ${scalar(one)}`],
      );
      return [`${indent}${name}:`, ...items];
    }
    if (typeof part === 'object' && part !== null)
      return [`${indent}${name}:`, ...block(part, `${indent}  `)];
    return [`${indent}${name}: ${scalar(part)}`];
  });
}

function scalar(value: unknown): string {
  const plain =
    typeof value === 'string' &&
    /^[a-zA-Z][a-zA-Z0-9 ()-]*$/.test(value) &&
    !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(value) &&
    !value.endsWith(' ');
  return plain ? value : JSON.stringify(value);
}
