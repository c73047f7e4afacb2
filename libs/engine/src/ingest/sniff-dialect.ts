import { cellsOf } from './record-cells';
import { oddities, RecordScanner, type ScannerDialect } from './record-scanner';

const sampledRecords = 200;
const usual = [',', ';', '\t', '|'];
/** Tried only where none of the usual ones fits. */
const unusual = ['^', '~', '\u0001', '\u001f', '\u001e', '\u0014'];

/** The first records of a text, cut in one dialect. `odd`: some record has a broken quote. */
export interface Sample {
  readonly records: readonly string[][];
  readonly oddCount: number;
  readonly quotedCount: number;
}

/** @param isWhole whether the text is all of the input; else its last record may be cut and is left out. */
export const sampleRecords = (text: string, dialect: ScannerDialect, isWhole: boolean): Sample => {
  const bytes = Buffer.from(text);
  const records: string[][] = [];
  let [oddCount, quotedCount] = [0, 0];
  const scanner = new RecordScanner(dialect, () => {
    if (records.length >= sampledRecords || scanner.end === scanner.start) return;
    const record = bytes.toString('utf8', scanner.start, scanner.end);
    const isBroken = (scanner.flags & (oddities.brokenQuote | oddities.afterQuote)) !== 0;
    const cells = isBroken ? null : cellsOf(record, dialect.delimiter, dialect.quote);
    if (!cells) oddCount += 1;
    else if (dialect.quote !== '' && record.includes(dialect.quote) && (scanner.flags & oddities.loose) === 0) quotedCount += 1;
    records.push(cells ?? [record]);
  });
  scanner.scan(bytes, bytes.length, isWhole);
  return { records, oddCount, quotedCount };
};

interface Candidate {
  readonly dialect: ScannerDialect;
  readonly sample: Sample;
  /** Of the records, how many have the commonest number of cells, if that is more than one. */
  readonly share: number;
  readonly width: number;
}

const judge = (text: string, dialect: ScannerDialect, isWhole: boolean): Candidate => {
  const sample = sampleRecords(text, dialect, isWhole);
  const counts = new Map<number, number>();
  for (const { length } of sample.records) if (length > 1) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [width, count] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [1, 0]);
  return { dialect, sample, width, share: count / Math.max(1, sample.records.length) };
};

/** Consistency first; between dialects that are about as consistent, more columns, and a comma last: it also stands in decimal numbers. */
const score = ({ dialect, share, width }: Candidate): number =>
  Math.round(share * 20) * 100 + Math.log2(width) + (dialect.delimiter === ',' ? 0 : 1);

const best = (candidates: readonly Candidate[]): Candidate => candidates.reduce((top, one) => (score(one) > score(top) ? one : top));

const sepLine = /^sep=(.)\r?\n/i;

/**
 * How a delimited text is written: the delimiter that cuts most records into the same number of cells, more than one, and the quote under
 * which it does. A single quote is one only where it makes records whole that would be ragged without; there is none where a format that
 * often goes without (tabs, pipes) has them in the wrong places only.
 */
export const sniffDialect = (
  text: string,
  told: { readonly delimiter?: string; readonly quote?: string },
  isWhole: boolean,
): { dialect: ScannerDialect; sample: Sample } => {
  const delimiter = told.delimiter ?? sepLine.exec(text)?.[1];
  const crEndsLines = !text.includes('\n') && text.includes('\r');
  const under = (quote: string, delimiters: readonly string[], cr = crEndsLines): Candidate =>
    best(delimiters.filter((one) => one !== quote).map((one) => judge(text, { delimiter: one, quote, crEndsLines: cr }, isWhole)));
  const quote = told.quote ?? '"';
  let found = under(quote, delimiter === undefined ? usual : [delimiter]);
  if (delimiter === undefined && found.share < 0.5) {
    const other = under(quote, unusual);
    if (other.share > 0.9) found = other;
  }
  if (told.quote === undefined && found.sample.quotedCount === 0) {
    const single = under("'", delimiter === undefined ? usual : [delimiter]);
    if (single.sample.quotedCount > 0 && single.sample.oddCount === 0 && single.share > found.share + 0.05) found = single;
    else if (found.sample.oddCount > 1 && found.dialect.delimiter !== ',' && found.dialect.delimiter !== ';')
      found = under('', [found.dialect.delimiter]);
  }
  if (!crEndsLines && /\r(?!\n)/.test(text)) {
    const cut = under(found.dialect.quote, [found.dialect.delimiter], true);
    if (cut.width > 1 && cut.share >= found.share && cut.sample.records.length > found.sample.records.length) found = cut;
  }
  return {
    dialect: found.width > 1 || delimiter !== undefined ? found.dialect : { ...found.dialect, delimiter: ',' },
    sample: found.sample,
  };
};

/** A first line by which spreadsheets are told the delimiter; no row. */
export const isSepLine = (text: string): boolean => /^sep=.$/i.test(text);
