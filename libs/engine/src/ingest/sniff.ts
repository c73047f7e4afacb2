import type { Compression, Dialect, FileFormat } from '@millrace/contracts';

/** Decides the compression by magic bytes. */
export const sniffCompression = (head: Uint8Array): Compression => {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  return 'none';
};

export const isParquet = (head: Uint8Array): boolean => Buffer.from(head.subarray(0, 4)).toString('latin1') === 'PAR1';

/** Decides the encoding by its byte-order mark, by the zero bytes of UTF-16, and else by whether it is UTF-8. */
export const sniffEncoding = (head: Buffer): Pick<Dialect, 'encoding' | 'bom'> => {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bom: true };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bom: true };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bom: true };
  const pairs = Math.min(head.length, 4096) >> 1;
  let [evenZeros, oddZeros] = [0, 0];
  for (let at = 0; at < pairs * 2; at += 2) {
    if (head[at] === 0) evenZeros += 1;
    if (head[at + 1] === 0) oddZeros += 1;
  }
  if (pairs > 1 && oddZeros > pairs * 0.4 && evenZeros === 0) return { encoding: 'utf-16le', bom: false };
  if (pairs > 1 && evenZeros > pairs * 0.4 && oddZeros === 0) return { encoding: 'utf-16be', bom: false };
  return { encoding: 'utf-8', bom: false };
};

const candidates = [',', ';', '\t', '|'];
const sniffedLines = 50;

/** Cells of the first lines for a delimiter, quotes respected. */
const widths = (text: string, delimiter: string, quote: string): number[] => {
  const found: number[] = [];
  let [cells, quoted] = [1, false];
  for (const character of text) {
    if (character === quote) quoted = !quoted;
    else if (quoted) continue;
    else if (character === delimiter) cells += 1;
    else if (character === '\n') {
      found.push(cells);
      cells = 1;
      if (found.length === sniffedLines) return found;
    }
  }
  return found.length === 0 || cells > 1 ? [...found, cells] : found;
};

/** The delimiter that cuts most lines into the same number of cells, more than one; a comma where none does. */
export const sniffDelimiter = (text: string, quote: string): string => {
  const scored = candidates.map((delimiter) => {
    const [first = 1, ...rest] = widths(text, delimiter, quote);
    const alike = rest.filter((width) => width === first).length / Math.max(1, rest.length);
    return { delimiter, score: first < 2 ? 0 : (rest.length === 0 ? 1 : alike) * 1000 + Math.min(first, 900) };
  });
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).score > 0
    ? scored.reduce((best, one) => (one.score > best.score ? one : best)).delimiter
    : ',';
};

/** The line end that the first line has. */
export const sniffLineEnd = (text: string): Dialect['lineEnd'] => {
  const at = text.search(/[\r\n]/);
  if (at < 0 || text[at] === '\n') return '\n';
  return text[at + 1] === '\n' ? '\r\n' : '\r';
};

/** JSON lines begin with an object, a JSON document with an array; anything else is delimited text. */
export const sniffTextFormat = (text: string): Exclude<FileFormat, 'parquet' | 'xlsx'> => {
  const start = text.trimStart();
  if (start.startsWith('{')) return 'ndjson';
  return /^\[\s*(\{|\])/.test(start) ? 'json' : 'csv';
};
