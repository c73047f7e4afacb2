import { Fault } from '@millrace/contracts';
import type { Readable } from 'node:stream';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import type { IngestLimits } from '../limits';

const maxEntries = 10_000;
const bombCheckFrom = 64 * 1024 * 1024;

const unreadable = (cause: unknown): Fault =>
  cause instanceof Fault ? cause : new Fault('unreadable-workbook', 'The workbook is cut or damaged.', { cause });

/**
 * The parts of a zip archive by name. What they say they expand to is checked before any is opened, and while one is read it may not expand
 * to more than it said.
 */
export class ZipPackage {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws Fault `unreadable-workbook`, `expansion-too-large` */
  static async open(path: string, limits: IngestLimits): Promise<ZipPackage> {
    let zip: ZipFile | null = null;
    try {
      zip = await openPromise(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true });
      if (zip.entryCount > maxEntries)
        throw new Fault('expansion-too-large', `The archive has ${zip.entryCount} parts; ${maxEntries} are allowed.`);
      const entries = new Map<string, Entry>();
      let expanded = 0;
      for await (const entry of zip.eachEntry()) {
        entries.set(entry.fileName, entry);
        expanded += entry.uncompressedSize;
      }
      if (expanded > limits.maxExpandedBytes || (expanded > bombCheckFrom && expanded > zip.fileSize * limits.maxExpansion))
        throw new Fault('expansion-too-large', `The workbook of ${zip.fileSize} bytes opens to ${expanded} bytes.`);
      return new ZipPackage(zip, entries);
    } catch (error) {
      zip?.close();
      throw unreadable(error);
    }
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** The bytes of a part. @throws Fault `unreadable-workbook` */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name);
    if (!entry) throw new Fault('unreadable-workbook', `The workbook has no part ${name}.`);
    if (entry.isEncrypted()) throw new Fault('unreadable-workbook', 'The workbook has a password.');
    let stream: Readable | null = null;
    try {
      stream = await this.zip.openReadStreamPromise(entry);
      yield* stream as AsyncIterable<Buffer>;
    } catch (error) {
      throw unreadable(error);
    } finally {
      stream?.destroy();
    }
  }

  close(): void {
    this.zip.close();
  }
}
