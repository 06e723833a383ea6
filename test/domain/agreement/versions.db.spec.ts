import { openDatabase } from '../../../src/app/database';
import { Agreements, newRow } from '../../../src/domain/agreement/agreements';
import { installedCalendars } from '../../../src/domain/agreement/calendars';
import { readAgreement } from '../../../src/domain/agreement/document/loader';
import { raiseRevision } from '../../../src/domain/agreement/revision';
import { insertVersion } from '../../../src/domain/agreement/versions';
import { parseDay } from '../../../src/engine/calendar/epoch-day';
import { AgreementVersions1763800000005 } from '../../../src/store/migration/agreement-versions';
import { MIGRATIONS } from '../../../src/store/migrations';
import { run } from '../../../src/store/sql/sql';
import { DATABASE, describeStored, emptyDatabase } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';

const T0 = Date.parse('2025-11-27T09:00:00Z');

const source = (title: string) => `
id: pact
title: ${title}
zone: Europe/Kyiv
calendars: [ua]
obligations: [{id: a, title: A, due: within 5 working days of signing}]
`;

describeStored(`versions of a document on ${DATABASE}`, () => {
  const clock = new FakeClock(T0);
  const agreements = new Agreements();
  const first = readAgreement(source('First'), 'first');
  const firstRow = newRow(first, source('First'), { revision: 0, sequence: 0 }, T0);

  it('are found by the instant at which they were in force, and none before the first', async () => {
    const { settings, remove } = await emptyDatabase();
    const store = await openDatabase(settings, clock);
    await store.write(async (tx) => {
      const version = await agreements.insert(tx, firstRow, first);
      await insertVersion(tx, await raiseRevision(tx, 'pact', T0), version);
      const second = { ...version, number: 2, title: 'Second' };
      await insertVersion(tx, await raiseRevision(tx, 'pact', T0 + 1_000), second);
    });
    const known = (at: number) => store.read((tx) => agreements.inForceAt(tx, 'pact', at));
    expect(await known(T0 - 1)).toBeUndefined();
    expect((await known(T0))?.version).toMatchObject({ number: 1, title: 'First', revision: 1 });
    expect((await known(T0 + 999))?.version.number).toBe(1);
    expect((await known(T0 + 1_000))?.version).toMatchObject({ number: 2, revision: 2 });
    expect((await known(T0))?.version.calendars).toEqual([
      { id: 'ua', version: expect.any(String), hash: installedCalendars().get('ua')?.hash },
    ]);
    await store.close();
    await remove();
  });

  it('keep the calendars of their time after the installed ones change', async () => {
    const { settings, remove } = await emptyDatabase();
    const store = await openDatabase(settings, clock);
    const monday = parseDay('2025-12-01') as number;
    await store.write(async (tx) => {
      const version = await agreements.insert(tx, firstRow, first);
      await insertVersion(tx, await raiseRevision(tx, 'pact', T0), version);
      const table = installedCalendars().get('ua')?.document;
      const then = {
        ...table,
        suspended: [],
        holidays: { '2025-12-01': 'A day off of that time' },
      };
      await run(tx, "UPDATE calendar_version SET hash = 'then', document = ?", [
        JSON.stringify(then),
      ]);
      await run(tx, 'UPDATE agreement_version SET calendars = ?', [
        JSON.stringify([{ id: 'ua', version: '2020-01-01', hash: 'then' }]),
      ]);
    });
    const inForce = await store.read((tx) => agreements.inForceAt(tx, 'pact', T0));
    expect(inForce?.calendars.get('ua')?.reason(monday)).toBe('A day off of that time');
    expect(inForce?.calendars.size).toBe(installedCalendars().size);
    await store.close();
    await remove();
  });

  it('of agreements from releases without versions begin with their stored document', async () => {
    const { settings, remove } = await emptyDatabase();
    const before = MIGRATIONS.slice(0, MIGRATIONS.indexOf(AgreementVersions1763800000005));
    const old = await openDatabase(settings, clock, before);
    await old.write((tx) =>
      run(
        tx,
        `INSERT INTO agreement (id, title, document, source, document_version, document_hash,
           revision, sequence, recorded_at, created_at)
         VALUES ('pact', 'First', ?, 'source', 1, 'hash', 1, 1, ?, ?)`,
        [JSON.stringify(first.document), T0, T0],
      ),
    );
    await old.close();
    const store = await openDatabase(settings, clock);
    const inForce = await store.read((tx) => agreements.inForceAt(tx, 'pact', T0));
    expect(inForce?.version).toMatchObject({ number: 1, title: 'First', calendars: null });
    expect(inForce?.agreement.document).toEqual(first.document);
    await store.close();
    await remove();
  });
});
