import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { SystemClock } from '../../src/base/clock';
import { FIELDS } from '../../src/delivery/format/fields';
import { type Receivers, startReceivers } from '../support/receivers';
import { startTestService, temporaryDirectory } from '../support/service';

const ROOT = join(__dirname, '..', '..');

interface Ended {
  status: number | null;
  text: string;
  fault: string;
}

describe('pacta destinations', () => {
  const directory = temporaryDirectory();
  let receivers: Receivers;
  beforeAll(async () => {
    receivers = await startReceivers();
  });
  afterAll(async () => {
    await receivers.stop();
    directory.remove();
  });

  function pacta(...words: string[]): Promise<Ended> {
    const child = spawn(process.execPath, ['bin/pacta.js', 'destinations', ...words], {
      cwd: ROOT,
      env: {
        ...process.env,
        PACTA_DATA_DIR: directory.path,
        PACTA_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
        PACTA_SHIPPED_AGREEMENTS: 'false',
        DATABASE_URL: '',
      },
    });
    const ended: Ended = { status: null, text: '', fault: '' };
    child.stdout.on('data', (part) => (ended.text += String(part)));
    child.stderr.on('data', (part) => (ended.fault += String(part)));
    return new Promise((resolve) => {
      child.once('close', (status) => resolve({ ...ended, status }));
    });
  }

  const slack = () => ['add', 'slack', '--url', `${receivers.url}/slack/services/T/B/X`];

  it('adds, lists and tries a destination without a service', async () => {
    const none = await pacta('list');
    expect([none.status, none.text]).toEqual([0, expect.stringContaining('Add one: pacta')]);
    const added = await pacta(...slack(), '--language', 'uk', '--type', 'milestone.overdue');
    expect([added.status, added.fault]).toEqual([0, '']);
    const [id = ''] = added.text.split(' ');
    const tried = await pacta('test', id);
    expect([tried.status, tried.text]).toEqual([
      0,
      expect.stringMatching(/^Delivered in \d+ ms\. The answer was 200: ok\n$/),
    ]);
    const [printed] = await receivers.tells('slack');
    expect(printed).toContain('Це пробне повідомлення від Pacta.');
    const { text } = await pacta('list');
    expect(text).toBe(`${id}  slack  enabled  ${receivers.url}/…\n`);
  });

  it('goes through the service that runs on the data', async () => {
    const service = await startTestService(new SystemClock(), {}, { dataDir: directory.path });
    try {
      const mail = ['mail-server', '--host', '127.0.0.1', '--port', String(receivers.mailPort)];
      const set = await pacta(...mail, '--security', 'none', '--from', 'pacta@example.org');
      expect([set.status, set.text]).toEqual([
        0,
        expect.stringContaining('Mail is sent from pacta@example.org'),
      ]);
      const added = await pacta('add', 'email', '--to', 'monitor@example.org', '--try');
      expect([added.status, added.text]).toEqual([
        0,
        expect.stringContaining('The answer was 250'),
      ]);
      const refused = await pacta('add', 'email', '--to', 'nobody@example.org', '--try');
      expect([refused.status, refused.fault]).toEqual([
        1,
        expect.stringContaining('5.1.1 No such user here. The mailbox does not exist.'),
      ]);
    } finally {
      await service.close();
    }
  });

  it('refuses what is missing or of another kind, with an example', async () => {
    const refused = await pacta('add', 'telegram', '--token', '1:a');
    expect(refused.status).toBe(2);
    expect(refused.fault).toContain('/chat: is missing');
    expect(refused.fault).toContain(
      '{"kind": "telegram", "token": "123456:ABC-DEF", "chat": "-1001234567890"}',
    );
  });

  it('has an option for every setting of every kind', async () => {
    const { text } = await pacta('add', '--help');
    const options = Object.keys(FIELDS).map(
      (name) => `--${name.replace(/[A-Z]/g, (one) => `-${one.toLowerCase()}`)} `,
    );
    expect(options.filter((option) => !text.includes(option))).toEqual([]);
  });
});
