import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fault, Refusal } from '../../src/base/refusal';
import { readSettings } from '../../src/config/settings';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pacta-settings-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function withFile(text: string, more: Record<string, string> = {}) {
  const file = join(directory, 'pacta.yaml');
  writeFileSync(file, text);
  return { file, read: () => readSettings({ PACTA_CONFIG: file, ...more }) };
}

function faults(read: () => unknown): readonly Fault[] {
  try {
    read();
  } catch (error) {
    if (error instanceof Refusal) return error.faults;
    throw error;
  }
  return [];
}

describe('the settings', () => {
  it('come from the file, and the environment wins', () => {
    const { read } = withFile(
      'port: 4000\nsigning: {a: {date: "2025-11-27", hypothetical: false}}\n',
      {
        PACTA_PORT: '5000',
      },
    );
    expect(read()).toMatchObject({
      port: 5000,
      host: '127.0.0.1',
      signing: { a: { date: '2025-11-27', hypothetical: false } },
    });
  });

  it('read a heartbeat, and show nothing of a wrong address', () => {
    const { read } = withFile('heartbeat: {everySeconds: 30}\n', {
      PACTA_HEARTBEAT_URL: 'https://hc-ping.com/uuid',
    });
    expect(read().heartbeat).toEqual({
      url: 'https://hc-ping.com/uuid',
      method: 'GET',
      everySeconds: 30,
      stuckMinutes: 15,
    });
    const wrong = withFile('{}', { PACTA_HEARTBEAT_URL: 'hc-ping.com/secret' });
    const [fault] = faults(wrong.read);
    expect(fault).toMatchObject({ pointer: '/heartbeat/url' });
    expect(JSON.stringify(fault)).not.toContain('hc-ping.com/secret');
  });

  it('a signing date of the environment replaces those of the file', () => {
    const { read } = withFile('signing: {a: {date: "2025-11-27"}}\n', {
      PACTA_SIGNING: '2025-12-25',
    });
    expect(read().signing).toEqual({ all: { date: '2025-12-25', hypothetical: true } });
  });

  it('name every fault at once: where, what was there, what would be right, an example', () => {
    const { file, read } = withFile('port: many\nsigning: {a: {date: "1899-01-01"}}\nprot: 1\n', {
      DATABASE_URL: 'mysql://x',
    });
    const found = faults(read);
    expect(found.map((fault) => fault.pointer)).toEqual(
      expect.arrayContaining(['/port', '/signing/a/date', '/databaseUrl']),
    );
    const text = JSON.stringify(found);
    expect(text).toContain(`${file}, key port: got \\"many\\"`);
    expect(text).toContain('environment variable DATABASE_URL: got \\"mysql://x\\"');
    expect(text).toContain('a day from 1900-01-01 to 2200-12-31');
    expect(
      found.every((fault) => fault.expected !== undefined && fault.example !== undefined),
    ).toBe(true);
    expect(text).toContain('prot');
  });

  it.each([
    ['PACTA_PORT', '70000'],
    ['PACTA_SIGNING', 'soon'],
    ['PACTA_SIGNING', '2025-02-30'],
    ['PACTA_WEBHOOK_ALLOWED_NETWORKS', '127.0.0.1'],
    ['PACTA_WEBHOOK_ALLOWED_NETWORKS', '10.0.0.0/8,::1/129'],
    ['PACTA_SHIPPED_AGREEMENTS', 'perhaps'],
    ['PACTA_PUBLIC_URL', 'https://pacta.example.org/pacta'],
    ['PACTA_PUBLIC_URL', 'https://pacta.example.org/?a=b'],
    ['PACTA_PUBLIC_URL', 'https://pacta.example.org#top'],
    ['PACTA_PUBLIC_URL', 'https://anna@pacta.example.org'],
    ['PACTA_PUBLIC_URL', 'pacta.example.org'],
    ['PACTA_PUBLIC_URL', 'ftp://pacta.example.org'],
    ['PACTA_PUBLIC_URL', 'javascript:alert(1)'],
    ['PACTA_PUBLIC_URL', 'https://'],
    ['PACTA_PUBLIC_URL', 'https://a b'],
    ['PACTA_PUBLIC_URL', 'https://pacta.example.org:70000'],
  ])('%s=%s is refused by name', (name, value) => {
    const [fault] = faults(withFile('', { [name]: value }).read);
    expect(fault?.detail).toContain(`environment variable ${name}`);
    expect(fault?.example).toContain(`${name}=`);
  });

  it.each([
    ['https://pacta.example.org', 'https://pacta.example.org'],
    ['https://pacta.example.org/', 'https://pacta.example.org'],
    ['HTTPS://Pacta.Example.org:443', 'https://pacta.example.org'],
    ['http://10.0.0.5:3210', 'http://10.0.0.5:3210'],
    ['http://[::1]:3210', 'http://[::1]:3210'],
  ])('PACTA_PUBLIC_URL=%s is taken as %s', (value, origin) => {
    expect(withFile('', { PACTA_PUBLIC_URL: value }).read().publicUrl).toBe(origin);
  });

  it('a public address with a path is refused with what is wrong and an example that is taken', () => {
    const [fault] = faults(withFile('publicUrl: https://x.org/pacta\n').read);
    expect(fault).toMatchObject({
      pointer: '/publicUrl',
      expected: expect.stringContaining('without a path'),
      example: 'publicUrl: https://pacta.example.org',
    });
    expect(withFile(fault?.example ?? '').read().publicUrl).toBe('https://pacta.example.org');
  });

  it('a file that is named and missing is refused', () => {
    expect(
      faults(() => readSettings({ PACTA_CONFIG: join(directory, 'none.yaml') }))[0]?.detail,
    ).toContain('does not exist');
  });

  it('a file that is no YAML, or no mapping, is refused', () => {
    expect(faults(withFile('a: [').read).length).toBeGreaterThan(0);
    expect(faults(withFile('- a\n').read).length).toBeGreaterThan(0);
  });
});
