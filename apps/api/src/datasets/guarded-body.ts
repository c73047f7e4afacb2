import { Fault, type Compression, type FileFormat } from '@millrace/contracts';
import { noteReceived } from './collect-garbage';

export interface BodyLimits {
  readonly maxBytes: number;
  /** From Content-Length or the caller's word; null where none was given. */
  readonly declaredBytes: number | null;
  /** What the content must be, where the caller has said so. */
  readonly coding: Compression | null;
  readonly stallMs: number;
  readonly minBytesPerSecond: number;
}

interface Sniffed {
  /** Null inside of an archive, which nobody opens here. */
  readonly format: FileFormat | null;
  readonly compression: Compression;
}

const magic: readonly (readonly [string, string])[] = [
  ['25504446', 'a PDF'],
  ['89504e47', 'a PNG image'],
  ['ffd8ff', 'a JPEG image'],
  ['47494638', 'a GIF image'],
  ['7f454c46', 'a program'],
  ['d0cf11e0', 'an old Office document'],
  ['4d5a9000', 'a program'],
];

/** Workbooks are zip archives; their writers begin with one of these parts. Whether it is one, the job that reads it finds out. */
const workbookPart = /^(?:\[Content_Types\]\.xml|_rels\/|docProps\/|customXml\/|xl\/)/;
const zipNameAt = 30;

/** What the first bytes are. @throws Fault `unsupported-format` for what is no table */
export const sniffContent = (head: Buffer): Sniffed => {
  const hex = head.subarray(0, 4).toString('hex');
  const other = magic.find(([bytes]) => hex.startsWith(bytes));
  if (other) throw new Fault('unsupported-format', `The content is ${other[1]}.`);
  if (hex === '504b0304') {
    if (workbookPart.test(head.toString('latin1', zipNameAt, zipNameAt + 64))) return { format: 'xlsx', compression: 'none' };
    throw new Fault('unsupported-format', 'The content is a zip archive.');
  }
  if (hex === '50415231') return { format: 'parquet', compression: 'none' };
  if (hex.startsWith('1f8b')) return { format: null, compression: 'gzip' };
  if (hex === '28b52ffd') return { format: null, compression: 'zstd' };
  const start = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  return { format: start.startsWith('{') ? 'ndjson' : /^\[\s*(\{|\]|$)/.test(start) ? 'json' : 'csv', compression: 'none' };
};

/** The first chunk may be a single byte: that much is gathered before the content is judged. */
const sniffedBytes = 1024;

const stalled = (what: string): Fault => new Fault('upload-too-slow', what);

/**
 * Passes a body on while it counts and checks it: its first bytes, its size, and that it keeps coming. Nothing of it is held.
 * @throws Fault `empty-file`, `payload-too-large`, `length-mismatch`, `upload-too-slow`, `upload-incomplete`, `unsupported-format`
 */
export class GuardedBody {
  bytes = 0;
  content: Sniffed | null = null;

  constructor(
    private readonly source: AsyncIterable<Buffer>,
    private readonly limits: BodyLimits,
    /** Rejects where the request has not ended well. */
    private readonly settled: () => Promise<void>,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    const { maxBytes, declaredBytes } = this.limits;
    if (declaredBytes === 0) throw new Fault('empty-file', 'The declared length is 0 bytes.');
    if (declaredBytes !== null && declaredBytes > maxBytes)
      throw new Fault('payload-too-large', `The upload declares ${declaredBytes} bytes; ${maxBytes} are allowed.`);
    const iterator = this.source[Symbol.asyncIterator]();
    const pace = new Pace(this.limits);
    let head = Buffer.alloc(0);
    for (;;) {
      const next = await pace.within(iterator.next());
      if (next.done) break;
      this.bytes += next.value.length;
      noteReceived(next.value.length);
      if (this.bytes > maxBytes) throw new Fault('payload-too-large', `The upload has more than ${maxBytes} bytes.`);
      pace.note(next.value.length);
      if (this.content !== null) yield next.value;
      else {
        head = Buffer.concat([head, next.value]);
        if (head.length < sniffedBytes) continue;
        this.content = this.judge(head);
        yield head;
      }
    }
    await pace.within(this.settled());
    if (this.bytes === 0) throw new Fault('empty-file', 'The body has no bytes.');
    if (declaredBytes !== null && declaredBytes !== this.bytes)
      throw new Fault('length-mismatch', `${declaredBytes} bytes were declared, ${this.bytes} came.`);
    if (this.content !== null) return;
    this.content = this.judge(head);
    yield head;
  }

  private judge(head: Buffer): Sniffed {
    const content = sniffContent(head);
    const { coding } = this.limits;
    if (coding === null || coding === content.compression) return content;
    throw new Fault('unsupported-media-type', `The Content-Encoding says ${coding}, which the content is not.`);
  }
}

/** Ends an upload that stalls or crawls; time that the store takes does not count. */
class Pace {
  private waitedMs = 0;
  private bytes = 0;

  constructor(private readonly limits: Pick<BodyLimits, 'stallMs' | 'minBytesPerSecond'>) {}

  async within<T>(work: Promise<T>): Promise<T> {
    const started = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(stalled(`Nothing came for ${this.limits.stallMs / 1000} s.`));
      }, this.limits.stallMs);
    });
    try {
      return await Promise.race([
        work.catch((error: unknown) => {
          if (error instanceof Fault) throw error;
          throw new Fault('upload-incomplete', 'The connection broke before the body ended.', { cause: error });
        }),
        late,
      ]);
    } finally {
      clearTimeout(timer);
      this.waitedMs += performance.now() - started;
    }
  }

  note(bytes: number): void {
    this.bytes += bytes;
    if (this.waitedMs < this.limits.stallMs) return;
    if ((this.bytes / this.waitedMs) * 1000 < this.limits.minBytesPerSecond)
      throw stalled(`Fewer than ${this.limits.minBytesPerSecond} bytes a second came.`);
    [this.waitedMs, this.bytes] = [0, 0];
  }
}
