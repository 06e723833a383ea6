import type { Evidence } from '../../state/ledger';

/** Links web addresses only; of any other address it shows the title. */
export function EvidenceLink({ title, url }: Evidence) {
  if (url === undefined || !/^https?:\/\//i.test(url)) return <>{title}</>;
  return (
    <a href={url} rel="noopener noreferrer">
      {title}
    </a>
  );
}
