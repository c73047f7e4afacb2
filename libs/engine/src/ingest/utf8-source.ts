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

/** Characters of more than one byte for each byte that is no UTF-8, from which on it is a fault in UTF-8 and not another encoding. */
const charactersPerOdd = 8;

/** A place in a text where its bytes are no UTF-8. */
export interface OddByte {
  /** 0-based. */
  readonly byte: number;
  /** 1-based; null far from the start, where nobody has counted. */
  readonly line: number | null;
}

const mostOdd = 5;
const lineFeed = 10;

/** Bytes of the character of UTF-8 that begins at a place; 0 where none does. One that the end cuts counts as whole. */
const characterAt = (bytes: Buffer, at: number): number => {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  if (length === 0) return 0;
  const character = bytes.subarray(at, at + length);
  return (character.length < length ? character.subarray(1).every((byte) => byte >> 6 === 2) : isUtf8(character)) ? length : 0;
};

/**
 * Whether bytes are UTF-8, but for a character that their end may cut and for few bytes beside many characters: Windows-1252 is not so by
 * chance.
 */
export const isMostlyUtf8 = (bytes: Buffer): boolean => {
  if (isUtf8(bytes)) return true;
  let [characters, odd] = [0, 0];
  for (let at = 0; at < bytes.length;) {
    const length = characterAt(bytes, at);
    if (length === 0) odd += 1;
    else if (length > 1) characters += 1;
    at += Math.max(1, length);
  }
  return characters >= odd * charactersPerOdd;
};

/**
 * A text in any encoding as UTF-8 bytes without a byte-order mark. UTF-8 is passed on as it is, bad bytes too: whoever cuts it into rows
 * can tell in which they are. Where nobody knows the encoding, the first chunk that is not ASCII decides between UTF-8 and Windows-1252;
 * what went before reads alike in both.
 */
export class Utf8Source {
  /** Bytes that were read before a chunk that could not be decoded. */
  private read = 0;
  private line: number | null;
  /** The first bytes for which a text that nobody named the encoding of was taken for Windows-1252; known once the source was read. */
  readonly odd: OddByte[] = [];

  /**
   * @param encoding null to decide by the first byte that is not ASCII; it is known once the source was read
   * @param isTold the caller has named the encoding
   */
  constructor(
    private readonly source: AsyncIterable<Buffer>,
    public encoding: Encoding | null,
    private readonly isTold: boolean,
  ) {
    this.line = encoding === null ? null : 1;
  }

  /** @throws Fault `bad-encoding` where UTF-16 is broken, with the byte at which the chunk begins */
  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    let decoder: TextDecoder | null = null;
    let first = true;
    for await (const chunk of this.source) {
      this.encoding ??= this.decide(chunk);
      if (!this.isTold && this.encoding === 'windows-1252' && this.odd.length === 0) this.findOdd(chunk);
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
    return isMostlyUtf8(chunk) ? 'utf-8' : 'windows-1252';
  }

  private findOdd(chunk: Buffer): void {
    // A character that the last chunk has cut is not odd.
    let at = 0;
    while (this.read > 0 && at < 3 && (chunk[at] ?? 0) >> 6 === 2) at += 1;
    while (at < chunk.length && this.odd.length < mostOdd) {
      const length = characterAt(chunk, at);
      if (length === 0) this.odd.push({ byte: this.read + at, line: this.line });
      if (chunk[at] === lineFeed && this.line !== null) this.line += 1;
      at += Math.max(1, length);
    }
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
