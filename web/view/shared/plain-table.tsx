import type { ComponentChildren } from 'preact';

interface PlainTableProps {
  /** Names the region that scrolls. */
  label: string;
  caption?: string;
  /** The titles of the columns. */
  heads: readonly string[];
  /** A last column without a title has the buttons of each row. */
  hasTools?: boolean;
  /** The rows. */
  children: ComponentChildren;
}

/** A table in a region that scrolls sideways by itself, also with the keyboard. */
export function PlainTable({ label, caption, heads, hasTools, children }: PlainTableProps) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={label}>
      <table class="plain">
        {caption !== undefined && <caption>{caption}</caption>}
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            {hasTools && <td />}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
