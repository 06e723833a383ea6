import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { isRecord } from '../base/guards';
import { canonicalJson } from '../base/record-hash';
import { UNBOUNDED } from '../config/policy';
import {
  AgreementRow,
  AgreementVersionRow,
  CalendarVersionRow,
} from '../domain/agreement/agreement.entity';
import { hashOf } from '../domain/agreement/agreements';
import { readAgreement } from '../domain/agreement/document/loader';
import { selectRows } from '../store/sql/rows';
import { run } from '../store/sql/sql';
import { Store } from '../store/store';
import type { Check } from './check';

/** Compares every version of every document with its hash, its compiled form and its agreement. */
export async function documents(store: Store): Promise<Check> {
  const faults: string[] = [];
  let versions = 0;
  const ids = await store.read(async (tx) => {
    faults.push(...(await calendars(tx)));
    const { rows } = await run<{ id: string }>(tx, 'SELECT id FROM agreement ORDER BY id', []);
    return rows;
  });
  for (const { id } of ids) {
    const found = await store.read((tx) => documentsOf(tx, id));
    versions += found.versions;
    faults.push(...found.faults.map((fault) => `${id}: ${fault}`));
  }
  return {
    name: 'documents',
    well: `${versions} versions of ${ids.length} documents, each as its hash says`,
    faults,
  };
}

/** The faults of the documents of one agreement. */
export async function documentsOf(
  tx: EntityManager,
  id: string,
): Promise<{ versions: number; faults: string[] }> {
  const [agreement] = await selectRows(tx, AgreementRow, 'WHERE id = ?', [id]);
  if (agreement === undefined) return { versions: 0, faults: [] };
  const own = 'WHERE agreement_id = ? ORDER BY number';
  const versions = await selectRows(tx, AgreementVersionRow, own, [id]);
  const faults = versions.flatMap((version, i) => [
    ...(version.number === i + 1 ? [] : [`version ${i + 1} of the document is missing`]),
    ...faultsOf(version).map((fault) => `version ${version.number} of the document: ${fault}`),
  ]);
  const inForce = versions.find(({ number }) => number === agreement.documentVersion);
  return { versions: versions.length, faults: [...faults, ...inForceFaults(agreement, inForce)] };
}

type Kept = Pick<AgreementVersionRow, 'source' | 'document' | 'documentHash' | 'title'>;

function faultsOf({ source, document, documentHash, title }: Kept): string[] {
  if (hashOf(source) !== documentHash) return ['its text was changed: the hash differs'];
  const faults: string[] = [];
  const compiled = parsed(document);
  if (compiled === undefined) return ['its compiled form is not JSON'];
  const read = readAgain(source);
  // This release does not read a text that an earlier one accepted, so there is nothing to compare with.
  if (read === undefined) return [];
  // Another release may have compiled it to a different form with the same meaning.
  const again = readAgain(document);
  if (again === undefined || canonicalJson(again) !== canonicalJson(read)) {
    faults.push('its compiled form differs from its text');
  }
  if (title !== read.title) faults.push(`its title is "${title}", the text says "${read.title}"`);
  return faults;
}

function inForceFaults(
  agreement: AgreementRow,
  version: AgreementVersionRow | undefined,
): string[] {
  if (version === undefined) {
    return [`version ${agreement.documentVersion} of the document is in force and missing`];
  }
  const columns = ['source', 'document', 'documentHash', 'title'] as const;
  const changed = columns.filter((column) => agreement[column] !== version[column]);
  const document = parsed(version.document);
  const zone = isRecord(document) ? document.zone : undefined;
  return [
    ...(changed.length === 0
      ? []
      : [`the document in force is not version ${version.number}: ${changed.join(', ')} differ`]),
    ...(zone === undefined || zone === agreement.zone
      ? []
      : [`its zone is "${agreement.zone}", the document says ${JSON.stringify(zone)}`]),
  ];
}

function parsed(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    return undefined;
  }
}

function readAgain(text: string) {
  try {
    return readAgreement(text, 'the document', { limits: UNBOUNDED }).document;
  } catch {
    return undefined;
  }
}

async function calendars(tx: EntityManager): Promise<string[]> {
  const kept = await selectRows(tx, CalendarVersionRow, 'ORDER BY calendar_id, version', []);
  const changed = kept.filter(
    ({ hash, document }) =>
      createHash('sha256').update(JSON.stringify(document)).digest('hex') !== hash,
  );
  return changed.map(
    ({ calendarId, version }) =>
      `the calendar "${calendarId}" of ${version} that dates were counted by was changed`,
  );
}
