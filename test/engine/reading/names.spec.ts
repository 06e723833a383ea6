import { compile } from '../../../src/engine/compile/compile';
import type { AgreementDocument } from '../../../src/engine/model/document';
import { readDocument } from '../../../src/engine/reading/read-document';
import { documentOf } from '../../support/agreements';

type Events = Readonly<Record<string, string>>;

/** Reads one value in a document whose events have these titles. */
function readIn(events: Events, key: 'due' | 'falls', words: string, title = 'Peace deal') {
  const document = documentOf([{ id: 'a', title: 'A', [key]: words }], {
    title,
    events: Object.fromEntries(
      Object.entries(events).map(([id, one]) => [
        id,
        { title: one, ...(id === 'deposit' && { repeats: true }) },
      ]),
    ),
  });
  return { ...readDocument(document), document };
}

function withValue(document: AgreementDocument, key: string, value: string): AgreementDocument {
  return {
    ...document,
    obligations: document.obligations.map(({ id, title }) => ({ id, title, [key]: value })),
  };
}

const FORCE = { 'entry-into-force': 'Entry into force of the Convention' };
const TREATY = { 'entry-into-force': 'Entry into force of the Treaty' };
const WITHDRAWAL = {
  'entry-into-force': 'Entry into force',
  'withdrawal-agreement-in-force': 'Entry into force of the withdrawal agreement',
};
const PROTOCOL = { ...FORCE, 'protocol-entry-into-force': 'Entry into force of the Protocol' };
const LEASE = { 'lease-signing': 'Signing of the lease' };
const ENDING = { termination: 'Termination of the Agreement' };
const EXPIRY = { expiry: 'Expiry of the Agreement' };
const START = { start: 'Commencement of works' };
const EFFECTIVE = { 'effective-date': 'Effective date' };
const COUNCIL = { approval: 'Approval by the Council' };
const DEPOSIT = { deposit: 'Deposit of an instrument of ratification' };

describe('the events that words name in a document', () => {
  it.each<[events: Events, key: 'due' | 'falls', words: string, phrase: string, title?: string]>([
    [
      WITHDRAWAL,
      'falls',
      'from the date of entry into force of the withdrawal agreement',
      'withdrawal-agreement-in-force',
    ],
    [
      WITHDRAWAL,
      'falls',
      'on the date of entry into force of the withdrawal agreement',
      'withdrawal-agreement-in-force',
    ],
    [
      WITHDRAWAL,
      'due',
      'by the date of entry into force of the withdrawal agreement',
      'by withdrawal-agreement-in-force',
    ],
    [
      WITHDRAWAL,
      'due',
      'within 30 days of the day of the entry into force of the withdrawal agreement',
      'within 30 days of withdrawal-agreement-in-force',
    ],
    [
      WITHDRAWAL,
      'due',
      'within 30 days of the date of entry into force of this Agreement',
      'within 30 days of entry-into-force',
    ],
    [
      PROTOCOL,
      'due',
      'within 30 days of the date of entry into force of the Protocol',
      'within 30 days of protocol-entry-into-force',
    ],
    [
      PROTOCOL,
      'due',
      'within 30 days of the entry into force of the Convention',
      'within 30 days of entry-into-force',
    ],
    [
      LEASE,
      'due',
      'within 30 days from the date of signing of the lease',
      'within 30 days of lease-signing',
    ],
    [
      LEASE,
      'due',
      'within 30 days of the date on which the lease is signed',
      'within 30 days of lease-signing',
    ],
    [
      {},
      'due',
      'within 30 days of the signing of the lease',
      'within 30 days of signing',
      'Lease of an office',
    ],
    [{}, 'due', 'within 30 days of the signature of this Protocol', 'within 30 days of signing'],
    [{}, 'due', 'within 30 days of the signature hereof', 'within 30 days of signing'],
    [
      TREATY,
      'due',
      'within 30 days of the entry into force of the Agreement',
      'within 30 days of entry-into-force',
    ],
    [
      FORCE,
      'due',
      'within 30 days of the entry into force of this Treaty',
      'within 30 days of entry-into-force',
    ],
    [
      ENDING,
      'due',
      'within 30 days of the termination of this Contract',
      'within 30 days of termination',
    ],
    [COUNCIL, 'due', 'within 30 days of approval by the Council', 'within 30 days of approval'],
    [
      DEPOSIT,
      'falls',
      '30 days after the deposit of the tenth instrument of ratification',
      '30 days after 10th deposit',
    ],
    [
      DEPOSIT,
      'falls',
      '30 days after the date on which at least six States have deposited their instruments',
      '30 days after 6th deposit',
    ],
    [
      { notification: 'Notification' },
      'due',
      'within 30 days of notification by the Depositary to all Parties',
      'within 30 days of notification',
    ],
    [
      {},
      'due',
      'within 30 days of the signing of the Memorandum of Understanding',
      'within 30 days of signing',
    ],
    [
      DEPOSIT,
      'falls',
      '30 days after the tenth State has deposited its instrument of ratification with the Government of Switzerland',
      '30 days after 10th deposit',
    ],
    [
      DEPOSIT,
      'falls',
      '30 days after the date on which the last Party has deposited its instrument',
      '30 days after last deposit',
    ],
    [
      FORCE,
      'due',
      'within 30 days of the entry into force of the Convention for all Parties',
      'within 30 days of entry-into-force',
    ],
    [
      { 'lease-agreement-termination': 'Termination of the lease agreement' },
      'due',
      'within 30 days of the termination of this Agreement',
      'within 30 days of lease-agreement-termination',
      'Lease agreement',
    ],
  ])('%j, %s: %s is %s', (...row) => {
    const [events, key, words, phrase, title] = row;
    const { read, faults } = readIn(events, key, words, title);
    expect(faults).toEqual([]);
    expect(read.map((one) => one.phrase)).toEqual([phrase]);
  });

  it.each<[events: Events, key: 'due' | 'falls', words: string, title?: string]>([
    [FORCE, 'due', 'within 30 days of the entry into force of the Protocol'],
    [TREATY, 'due', 'within 30 days of the entry into force of the amendment'],
    [FORCE, 'due', 'within 30 days of the date on which the Protocol enters into force'],
    [
      FORCE,
      'due',
      'within 30 days of the entry into force of the Protocol',
      'Convention on the sea',
    ],
    [FORCE, 'due', 'by the date of entry into force of the Framework Agreement'],
    [{}, 'due', 'within 30 days of the signature of the Protocol'],
    [{}, 'due', 'within 30 days of the signature of the Annex'],
    [{}, 'due', 'within 30 days of signing of the amendment'],
    [{}, 'due', 'within 30 days of the signing of the lease'],
    [{}, 'due', 'within 30 days after the lease is signed'],
    [{}, 'due', 'within 30 days of the signing of the side letter'],
    [{}, 'due', 'within 30 days of the signing of the lease', 'Amendment to the lease'],
    [{}, 'due', 'within 30 days of the date of signing of the loan agreement'],
    [ENDING, 'due', 'within 30 days of the termination of the lease'],
    [ENDING, 'due', 'within 30 days of the termination of the supply contract'],
    [ENDING, 'due', 'within 30 days after the loan agreement is terminated'],
    [EXPIRY, 'due', 'within 30 days of the expiry of the lease'],
    [EXPIRY, 'due', 'within 30 days after the licence has expired'],
    [START, 'due', 'within 30 days of the commencement of the lease'],
    [START, 'due', 'within 30 days of the commencement of the lease', 'Lease of an office'],
    [EFFECTIVE, 'due', 'within 30 days of the effective date of the amendment'],
    [COUNCIL, 'due', 'within 30 days of approval by the Parliament'],
    [COUNCIL, 'due', "within 30 days of the Parliament's approval"],
    [COUNCIL, 'due', 'within 30 days of the date of approval by the Board of Directors'],
    [FORCE, 'due', 'within 30 days of the entry into force of the Convention for that Party'],
    [
      FORCE,
      'due',
      'within 30 days of the entry into force of the Convention for the State concerned',
    ],
    [FORCE, 'due', 'within 30 days of its entry into force for that Party'],
    [
      FORCE,
      'due',
      'within 30 days of the entry into force of the Convention for the acceding State',
    ],
    [
      FORCE,
      'due',
      'within 30 days of the date on which the Convention enters into force for such State',
    ],
    [FORCE, 'due', 'within 30 days of the entry into force of the Convention for each Party'],
    [
      DEPOSIT,
      'falls',
      '180 days after the date of deposit of the instruments of ratification by all States listed in Annex 2',
    ],
    [DEPOSIT, 'falls', '180 days after deposit of their instruments by all signatories'],
    [
      DEPOSIT,
      'falls',
      '30 days after the date on which all Parties have deposited their instruments of ratification',
    ],
    [
      DEPOSIT,
      'falls',
      '30 days after the deposit of the last of the instruments of ratification by the signatories',
    ],
    [
      DEPOSIT,
      'falls',
      '30 days after the date on which at least six signatory States which are Member States of ASEAN have deposited their instruments',
    ],
    [
      DEPOSIT,
      'falls',
      '30 days after the deposit of the tenth instrument of ratification by African States',
    ],
    [
      DEPOSIT,
      'falls',
      '30 days after the deposit of the fifth instrument of ratification by nuclear-weapon States',
    ],
    [
      DEPOSIT,
      'falls',
      '30 days after the deposit of the fifth instrument of ratification by Member States of the Council of Europe',
    ],
    [DEPOSIT, 'falls', '30 days after five coastal States have deposited their instruments'],
    [
      DEPOSIT,
      'falls',
      '30 days after the deposit of the third instrument by the States named in Article 4',
    ],
    [DEPOSIT, 'falls', '30 days after every signatory has deposited its instrument'],
    [
      DEPOSIT,
      'falls',
      '30 days after the deposit of the tenth instrument by Parties included in Annex I',
    ],
    [
      FORCE,
      'due',
      'within 30 days of the entry into force of the Convention in respect of that State',
    ],
    [
      FORCE,
      'due',
      'within 30 days of the entry into force of the agreement referred to in Article 5',
    ],
    [DEPOSIT, 'falls', '30 days after both Parties have deposited their instruments'],
    [DEPOSIT, 'falls', '30 days after the Parties have all deposited their instruments'],
    [
      DEPOSIT,
      'falls',
      '30 days after the deposit of the fortieth African instrument of ratification',
    ],
    [
      DEPOSIT,
      'falls',
      '30 days after the deposit of the last instrument of ratification by a State listed in Annex 2',
    ],
    [FORCE, 'due', 'within 30 days of the entry into force of the Convention for France'],
    [FORCE, 'due', 'within 30 days of the entry into force of this Protocol'],
    [{}, 'due', 'within 30 days of the signing of the law'],
    [
      { 'lease-agreement-termination': 'Termination of the lease agreement' },
      'due',
      'within 30 days of the termination of this Agreement',
    ],
    [
      { 'protocol-entry-into-force': 'Entry into force of the Protocol' },
      'due',
      'within 30 days of the entry into force of this Agreement',
    ],
  ])('%j, %s: %s is asked or refused', (...row) => {
    const [events, key, words, title] = row;
    const { document, read, faults } = readIn(events, key, words, title);
    expect(read).toEqual([]);
    expect(faults).toHaveLength(1);
    const [{ example = '' } = { example: '' }] = faults;
    expect(compile(withValue(document, key, example))).toMatchObject({ ok: true });
  });
});
