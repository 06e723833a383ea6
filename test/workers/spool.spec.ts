import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { POLICY } from '../../src/config/policy';
import { Spool, SpooledBytes } from '../../src/workers/spool';

const PART = 20_000;

/** Parts that each consist of their own number. */
async function* source(count: number, fails = false): AsyncGenerator<Buffer> {
  for (let i = 0; i < count; i++) yield Buffer.alloc(PART, i % 251);
  if (fails) throw new Error('it broke');
}

function whole(count: number): Buffer {
  return Buffer.concat(Array.from({ length: count }, (_, i) => Buffer.alloc(PART, i % 251)));
}

async function all(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const read: Buffer[] = [];
  for await (const part of parts) read.push(part);
  return Buffer.concat(read);
}

describe('the spool of an answer', () => {
  let directory: string;
  let files: SpooledBytes;
  const spool = (waitMs?: number) => new Spool(join(directory, 'part'), files, waitMs);

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'pacta-spool-'));
    files = new SpooledBytes();
  });
  // Fails where a file is left.
  afterEach(() => rmdirSync(directory));

  it.each([0, 1, 3, 4, 50, 500])(
    '%d parts are taken before anybody reads, and come in order',
    async (count) => {
      const one = spool();
      await one.take(source(count));
      expect((await all(one.parts())).equals(whole(count))).toBe(true);
      expect(files.total).toBe(0);
    },
  );

  it('parts that are read meanwhile come in order', async () => {
    const one = spool();
    const [read] = await Promise.all([all(one.parts()), one.take(source(300))]);
    expect(read.equals(whole(300))).toBe(true);
    expect(files.total).toBe(0);
  });

  it('memory holds no more than its bound', async () => {
    const one = spool();
    await one.take(source(200));
    expect(files.total).toBeGreaterThanOrEqual(200 * PART - POLICY.spooledMemoryBytes);
    await all(one.parts());
  });

  it('fails its reader as the source fails, after what came before', async () => {
    const one = spool();
    await expect(one.take(source(10, true))).rejects.toThrow('it broke');
    const read: Buffer[] = [];
    const reading = async () => {
      for await (const part of one.parts()) read.push(part);
    };
    await expect(reading()).rejects.toThrow('it broke');
    expect(Buffer.concat(read).equals(whole(10))).toBe(true);
    expect(files.total).toBe(0);
  });

  it('a reader who leaves ends it, and the file goes', async () => {
    const one = spool();
    const endless = one.take(source(Number.POSITIVE_INFINITY));
    for await (const part of one.parts()) {
      expect(part.length).toBe(PART);
      break;
    }
    await expect(endless).rejects.toThrow('has left');
    expect(files.total).toBe(0);
  });

  it('waits for its reader where all files are full, and not for ever', async () => {
    files.total = POLICY.spooledFileBytes - 3 * PART;
    const one = spool(50);
    await expect(one.take(source(100))).rejects.toThrow('kept its worker waiting');
    await expect(all(one.parts())).rejects.toThrow('kept its worker waiting');
    const next = spool();
    const [read] = await Promise.all([all(next.parts()), next.take(source(100))]);
    expect(read.equals(whole(100))).toBe(true);
    expect(files.total).toBe(POLICY.spooledFileBytes - 3 * PART);
  });
});
