import type { Evidence } from '../../state/ledger';

/** Only the web: any other address is shown, never linked. */
export function EvidenceLink({ title, url }: Evidence) {
  if (url === undefined || !/^https?:\/\//i.test(url)) return <>{title}</>;
  return (
    <a href={url} rel="noopener noreferrer">
      {title}
    </a>
  );
}
