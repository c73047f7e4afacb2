import { Fault, foreignContentOf, type Compression, type FileFormat } from '@millrace/contracts';
import { noteReceived } from './collect-garbage';

export interface BodyLimits {
  readonly maxBytes: number;
  /** From Content-Length or the caller's word; null where none was given. */
  readonly declaredBytes: number | null;
  /** What the content must be, where the caller has said so. */
  readonly coding: Compression | null;
  /** The caller has said that it is text of a format, or in an encoding. */
  readonly isToldText: boolean;
  readonly stallMs: number;
  readonly minBytesPerSecond: number;
}

interface Sniffed {
  /** Null inside of an archive, which nobody opens here. */
  readonly format: FileFormat | null;
  readonly compression: Compression;
}

/** Workbooks are zip archives; their writers begin with one of these parts. Whether it is one, the job that reads it finds out. */
const workbookPart = /^(?:\[Content_Types\]\.xml|_rels\/|docProps\/|customXml\/|xl\/)/;
const zipNameAt = 30;

/** UTF-16, by its mark or by the zero byte that it has beside each sign of ASCII: what it says only who reads it can tell. */
const isWide = (head: Buffer): boolean => {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true;
  const zeros = (of: number) => head.filter((byte, at) => byte === 0 && at % 2 === of).length;
  const [even, odd] = [zeros(0), zeros(1)];
  return Math.max(even, odd) > head.length * 0.05 && Math.min(even, odd) <= head.length * 0.005;
};

/**
 * What the first bytes are.
 * @param isToldText the caller has said that it is text, or in which encoding: what it looks like does not count then
 * @throws Fault `unsupported-format` for what is no table
 */
export const sniffContent = (head: Buffer, isToldText: boolean): Sniffed => {
  const hex = head.subarray(0, 4).toString('hex');
  const isArchive = hex === '504b0304' || hex === '50415231' || hex.startsWith('1f8b') || hex === '28b52ffd';
  const foreign = foreignContentOf(head, !isArchive && !isToldText && !isWide(head));
  if (foreign !== null) throw new Fault('unsupported-format', `The content is ${foreign}.`);
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
    const { coding, isToldText } = this.limits;
    const content = sniffContent(head, isToldText);
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
