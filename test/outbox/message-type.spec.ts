import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AGREEMENT_MESSAGE_TYPES, MESSAGE_TYPES } from '../../src/outbox/message-type';

const page = (name: string): string =>
  readFileSync(join(__dirname, '..', '..', 'docs', name), 'utf8');

/** The names in backquotes in the first table of a section, that have the form of a message type. */
function typesIn(text: string, heading: string): string[] {
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  return rows.flatMap((row) =>
    [...row.matchAll(/`([a-z]+\.[a-z-]+|digest|ping)`/g)].map(([, name]) => String(name)),
  );
}

describe('the list of message types', () => {
  it('is the list of docs/webhooks.md', () => {
    expect(typesIn(page('webhooks.md'), 'Message types')).toEqual([...MESSAGE_TYPES]);
  });

  it('has a row of docs/alerts.md for each type that is sent without a policy', () => {
    const text = page('alerts.md');
    const sent = typesIn(text, 'Messages sent without a policy');
    const byPolicy = ['milestone.upcoming'];
    expect(new Set([...sent, ...byPolicy])).toEqual(new Set(AGREEMENT_MESSAGE_TYPES));
    for (const type of byPolicy) expect(text).toContain(`\`${type}\``);
  });
});
