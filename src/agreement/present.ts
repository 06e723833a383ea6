import type { AgreementDocument } from '../schedule/document';
import type { AgreementRow, Standing } from './agreement.entity';

export interface PresentedAgreement {
  id: string;
  title: string;
  status: string | null;
  note: string | null;
  invented: boolean;
  zone: string;
  counting: string;
  parties: AgreementDocument['parties'];
  sources: AgreementDocument['sources'];
  obligations: number;
  documentVersion: number;
  documentHash: string;
  revision: number;
  standing: Standing;
  createdAt: string;
  /** A newer shipped document that this one, edited here, does not follow; null where there is none. */
  offer: { documentHash: string; difference: string } | null;
}

/** An agreement without its obligations, as lists show it. */
export function presentAgreement(row: AgreementRow): PresentedAgreement {
  const document: AgreementDocument = JSON.parse(row.document);
  return {
    id: row.id,
    title: row.title,
    status: document.status ?? null,
    note: document.note ?? null,
    invented: document.invented ?? false,
    zone: document.zone,
    counting: document.counting ?? 'agreement-d-plus-n',
    parties: document.parties ?? {},
    sources: document.sources ?? [],
    obligations: document.obligations.length,
    documentVersion: row.documentVersion,
    documentHash: row.documentHash,
    revision: row.revision,
    standing: row.standing,
    createdAt: new Date(row.createdAt).toISOString(),
    offer:
      row.offeredHash === null
        ? null
        : { documentHash: row.offeredHash, difference: `/v1/agreements/${row.id}/offer` },
  };
}

/** The same with the whole document. */
export function presentAgreementWhole(
  row: AgreementRow,
): PresentedAgreement & { document: AgreementDocument } {
  return { ...presentAgreement(row), document: JSON.parse(row.document) };
}
