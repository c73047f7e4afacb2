import { Fault, type Dialect } from '@millrace/contracts';
import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';

type Encoding = Dialect['encoding'];

const labels: Record<Encoding, string> = {
  'utf-8': 'utf-8',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  latin1: 'windows-1252',
  'windows-1252': 'windows-1252',
};

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Whether bytes are UTF-8 up to a character that the end of them may cut. */
export const isUtf8Start = (bytes: Buffer): boolean => {
  for (let cut = 0; cut <= Math.min(3, bytes.length); cut += 1) if (isUtf8(bytes.subarray(0, bytes.length - cut))) return true;
  return false;
};

/**
 * A text in any encoding as UTF-8 bytes without a byte-order mark. UTF-8 is passed on as it is, bad bytes too: whoever cuts it into rows
 * can tell in which they are. Where nobody knows the encoding, the first chunk that is not ASCII decides between UTF-8 and Windows-1252;
 * what went before reads alike in both.
 */
export class Utf8Source {
  /** Bytes that were read before a chunk that could not be decoded. */
  private read = 0;

  /** @param encoding null to decide by the first byte that is not ASCII; it is known once the source was read. */
  constructor(
    private readonly source: AsyncIterable<Buffer>,
    public encoding: Encoding | null,
  ) {}

  /** @throws Fault `bad-encoding` where UTF-16 is broken, with the byte at which the chunk begins */
  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    let decoder: TextDecoder | null = null;
    let first = true;
    for await (const chunk of this.source) {
      this.encoding ??= this.decide(chunk);
      if (this.encoding !== null && this.encoding !== 'utf-8') {
        decoder ??= new TextDecoder(labels[this.encoding], { fatal: true });
        yield this.decoded(decoder, chunk);
      } else yield first && chunk.subarray(0, 3).equals(byteOrderMark) ? chunk.subarray(3) : chunk;
      this.read += chunk.length;
      first = false;
    }
    if (decoder) yield this.decoded(decoder, undefined);
    this.encoding ??= 'utf-8';
  }

  private decide(chunk: Buffer): Encoding | null {
    if (isAscii(chunk)) return null;
    return isUtf8Start(chunk) ? 'utf-8' : 'windows-1252';
  }

  private decoded(decoder: TextDecoder, chunk: Buffer | undefined): Buffer {
    try {
      return Buffer.from(chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode());
    } catch (error) {
      throw new Fault('bad-encoding', `The text is not ${this.encoding ?? ''} after byte ${this.read}.`, {
        place: { byte: this.read },
        cause: error,
      });
    }
  }
}
