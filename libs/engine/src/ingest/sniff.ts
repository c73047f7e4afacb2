import { Fault, foreignContentOf, type Compression, type Dialect, type FileFormat } from '@millrace/contracts';
import { isAscii } from 'node:buffer';
import { isMostlyUtf8 } from './utf8-source';

/** Decides the compression by magic bytes. */
export const sniffCompression = (head: Uint8Array): Compression => {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  return 'none';
};

const refuseForeign = (head: Buffer, isText: boolean): void => {
  const foreign = foreignContentOf(head, isText);
  if (foreign !== null) throw new Fault('unsupported-format', `The content is ${foreign}.`);
};

/** Parquet and workbooks by their magic bytes; null for text. @throws Fault `unsupported-format` for what is known to be no table */
export const sniffBinaryFormat = (head: Buffer): 'parquet' | 'xlsx' | null => {
  const hex = head.subarray(0, 4).toString('hex');
  if (hex === '50415231') return 'parquet';
  if (hex === '504b0304' || hex === '504b0506') return 'xlsx';
  refuseForeign(head, false);
  return null;
};

/**
 * UTF-16 without a mark: text in it has a zero byte in every pair that is an ASCII character, always on the same side, and no line feed
 * without one.
 */
const sniffUtf16 = (head: Buffer): 'utf-16le' | 'utf-16be' | null => {
  const pairs = Math.min(head.length, 65_536) >> 1;
  let [low, high, bareLf] = [0, 0, 0];
  for (let at = 0; at < pairs * 2; at += 2) {
    const [first, second] = [head[at], head[at + 1]];
    if (first !== 0 && second === 0) low += 1;
    else if (first === 0 && second !== 0) high += 1;
    else if (first === 10 || second === 10) bareLf += 1;
  }
  const [most, least] = [Math.max(low, high), Math.min(low, high)];
  if (most < 2 || most < pairs * 0.1 || least > pairs * 0.01 || bareLf > pairs * 0.001) return null;
  return low > high ? 'utf-16le' : 'utf-16be';
};

/**
 * Decides the encoding by its byte-order mark, by the zero bytes of UTF-16, and else by whether the bytes are UTF-8; null while they are
 * all ASCII.
 * @param isTold the caller has said that it is text: what it looks like does not count then
 * @throws Fault `unsupported-format` for bytes that are no text, or a document of another kind
 */
export const sniffEncoding = (head: Buffer, isTold = false): { encoding: Dialect['encoding'] | null; bom: boolean } => {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) {
    if (!isTold) refuseForeign(head, true);
    return { encoding: 'utf-8', bom: true };
  }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bom: true };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bom: true };
  const utf16 = sniffUtf16(head);
  if (utf16 !== null) return { encoding: utf16, bom: false };
  if (!isTold) refuseForeign(head, true);
  if (isAscii(head)) return { encoding: null, bom: false };
  return { encoding: isMostlyUtf8(head) ? 'utf-8' : 'windows-1252', bom: false };
};

/**
 * JSON lines begin with an object, a JSON document with an array whose first element is an object or an array, or stands on a line of its
 * own; anything else is delimited text, such as the header `[id],[name]`.
 */
export const sniffTextFormat = (text: string): Exclude<FileFormat, 'parquet' | 'xlsx'> => {
  const start = text.trimStart();
  if (start.startsWith('{')) return 'ndjson';
  return /^\[(\s*[{[\]]|[^\S\r\n]*[\r\n])/.test(start) ? 'json' : 'csv';
};

/** The line end that the first line has. */
export const sniffLineEnd = (text: string): Dialect['lineEnd'] => {
  const at = text.search(/[\r\n]/);
  if (at < 0 || text[at] === '\n') return '\n';
  return text[at + 1] === '\n' ? '\r\n' : '\r';
};
