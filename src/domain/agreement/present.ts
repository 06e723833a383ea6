import { z } from 'zod';
import type { AgreementDocument } from '../../engine/model/document';
import { instant, type ResponseOf } from '../../http/response-of';
import { type AgreementRow, WATCH_MODES } from './agreement.entity';
import { documentComponent, documentSchema } from './document/document-schema';

export const agreementSchema = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    titles: z
      .record(z.string(), z.string())
      .nullable()
      .meta({ description: 'By language; null where the document has one text only' }),
    status: z.string().nullable(),
    note: z.string().nullable(),
    notes: z.record(z.string(), z.string()).nullable(),
    invented: z.boolean(),
    zone: z.string(),
    counting: z.string(),
    parties: documentSchema.shape.parties.unwrap(),
    sources: documentSchema.shape.sources.unwrap(),
    obligations: z.number().int(),
    documentVersion: z.number().int(),
    documentHash: z.string(),
    revision: z.number().int(),
    standing: z.enum(WATCH_MODES),
    tags: z.array(z.string()).meta({ description: '`PUT /v1/agreements/{id}/tags` sets them' }),
    shipped: z.boolean().meta({ description: 'Its document came with Pacta, as the library’s do' }),
    createdAt: instant,
    offer: z.strictObject({ documentHash: z.string(), difference: z.string() }).nullable().meta({
      description:
        'A newer shipped document, offered because this one was edited; null if there is none',
    }),
  })
  .meta({ id: 'Agreement' });

export type PresentedAgreement = ResponseOf<typeof agreementSchema>;

export const wholeAgreementSchema = agreementSchema
  .extend({ document: documentComponent })
  .meta({ id: 'AgreementWhole' });

type PresentedAgreementWhole = PresentedAgreement & { document: AgreementDocument };

/** An agreement as lists contain it: without its obligations. */
export function presentAgreement(
  row: AgreementRow,
  tags: readonly string[] = [],
): PresentedAgreement {
  const document: AgreementDocument = JSON.parse(row.document);
  return {
    id: row.id,
    title: row.title,
    titles: document.titles ?? null,
    status: document.status ?? null,
    note: document.note ?? null,
    notes: document.notes ?? null,
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
    tags: [...tags],
    shipped: row.shippedHash !== null,
    createdAt: new Date(row.createdAt).toISOString(),
    offer:
      row.offeredHash === null
        ? null
        : { documentHash: row.offeredHash, difference: `/v1/agreements/${row.id}/offer` },
  };
}

export function presentAgreementWhole(
  row: AgreementRow,
  tags?: readonly string[],
): PresentedAgreementWhole {
  return { ...presentAgreement(row, tags), document: JSON.parse(row.document) };
}
