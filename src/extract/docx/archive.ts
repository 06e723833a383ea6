import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { type Limits, overLimit } from '../../base/limits/limits';
import { Refusal } from '../../base/refusal';
import { POLICY } from '../../config/policy';
import { broken, locked } from '../refusals';

/** The files of a ZIP archive, by name. Nothing is written to a disk; a name that leads out of the archive is refused. */
export class Archive {
  private unpacked = 0;

  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
    private readonly limits: Limits,
  ) {}

  /** @throws Refusal for a broken archive. */
  static async open(bytes: Uint8Array, limits: Limits): Promise<Archive> {
    try {
      const zip = await opened(bytes);
      return new Archive(zip, await entriesOf(zip), limits);
    } catch (error) {
      throw error instanceof Refusal ? error : broken('DOCX', error);
    }
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /**
   * The bytes of a file; undefined where there is none.
   * @throws Refusal where the files that are read exceed the limit together, by what the archive says of them or by what comes
   * out; for a file with a password, and for a broken one.
   */
  async read(name: string): Promise<Buffer | undefined> {
    const entry = this.entries.get(name);
    if (entry === undefined) return undefined;
    if (entry.isEncrypted()) throw locked('DOCX');
    this.unpacked += entry.uncompressedSize;
    if (this.unpacked > this.limits.fileUnpackedBytes) {
      const excess = { name: 'fileUnpackedBytes', counted: this.unpacked, unit: 'bytes' } as const;
      throw overLimit(excess, this.limits, {}, 'The unpacked document');
    }
    try {
      return await this.unpack(entry);
    } catch (error) {
      throw broken('DOCX', error, name);
    }
  }

  /** The library ends with an error where more comes out than the archive says. */
  private unpack(entry: Entry): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.zip.openReadStream(entry, (error, stream) => {
        if (error !== null) {
          reject(error);
          return;
        }
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.once('error', reject);
        stream.once('end', () => resolve(Buffer.concat(parts)));
      });
    });
  }
}

function opened(bytes: Uint8Array): Promise<ZipFile> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return new Promise((resolve, reject) => {
    fromBuffer(buffer, { lazyEntries: true }, (error, zip) => {
      if (error === null) resolve(zip);
      else reject(error);
    });
  });
}

function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>();
    if (zip.entryCount > POLICY.archiveEntries) {
      reject(new Error(`has ${zip.entryCount} files; at most ${POLICY.archiveEntries} are read`));
      return;
    }
    zip.on('entry', (entry: Entry) => {
      entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.once('end', () => resolve(entries));
    zip.once('error', reject);
    zip.readEntry();
  });
}
