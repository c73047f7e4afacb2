import type { Compression, Dialect, HeaderEvidence, ReadOptions } from '@millrace/contracts';
import type { DataFrame } from 'nodejs-polars';
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { asciiSigns, standInsOf, withAsciiSigns } from './ascii-dialect';
import { FormRecorder } from './form-recorder';
import { defaultLimits } from './limits';
import type { IngestRequest } from './ingest-request';
import { readDelimited } from './read-delimited';
import type { ReadTable } from './read-table';
import { sniffEncoding, sniffLineEnd } from './sniff';
import { isSepLine, sniffDialect } from './sniff-dialect';
import { sniffHeader } from './sniff-header';
import { sourceBytes } from './source-bytes';
import { notUtf8Finding } from './structural-findings';
import { Utf8Source } from './utf8-source';
import type { CleanFile } from './working-copy';

/** Of the start of an input: what its format and dialect are told by. */
export const sniffedBytes = 256 * 1024;

/** What a text is, by its first bytes. */
export interface SniffedText {
  readonly compression: Compression;
  /** Null while it may be UTF-8 or Windows-1252: all of it that was seen is ASCII. */
  readonly encoding: Dialect['encoding'] | null;
  readonly bom: boolean;
  readonly text: string;
  /** The text is all of the input. */
  readonly isWhole: boolean;
}

/** @throws Fault `unsupported-format` for what is no text, unless the caller has said of which format or in which encoding it is */
export const sniffText = (head: Buffer, compression: Compression, { encoding: told, format }: ReadOptions): SniffedText => {
  const { encoding, bom } = told === undefined ? sniffEncoding(head, format !== undefined) : { encoding: told, bom: false };
  const isWhole = head.length < sniffedBytes;
  const decoder = new TextDecoder(encoding === null ? 'utf-8' : encoding === 'latin1' ? 'windows-1252' : encoding);
  return { compression, encoding, bom: bom || head.subarray(0, 3).toString('hex') === 'efbbbf', isWhole, text: decoder.decode(head) };
};

/** A request with its defaults. */
export interface Prepared extends Required<Omit<IngestRequest, 'options' | 'formPath' | 'keys'>> {
  readonly options: ReadOptions;
  readonly keys?: readonly string[];
  readonly cleanPath: string;
  readonly sourceSize: number;
  /** Whether to keep how each row is written. */
  readonly withForm: boolean;
}

export const prepare = async (request: IngestRequest): Promise<Prepared> => ({
  onRows: () => undefined,
  limits: defaultLimits,
  ...request,
  cleanPath: join(dirname(request.outputPath), 'clean.csv'),
  sourceSize: (await stat(request.sourcePath)).size,
  withForm: request.formPath !== undefined,
});

interface Scanned {
  readonly table: ReadTable;
  readonly clean: CleanFile;
  readonly emptyQuoted: ReadonlySet<number>;
  readonly dialect: Dialect;
  readonly header: HeaderEvidence;
  /** How the rows are written; null where that was not asked for, or where the bytes of the file are not UTF-8 text as it is. */
  readonly form: DataFrame | null;
}

/** Cuts a delimited text into rows: tells what is in it, and what the columnar reader is to take. @throws Fault as `readDelimited` */
export const scanDelimited = async (request: Prepared, sniffed: SniffedText): Promise<Scanned> => {
  const { sourcePath, sourceSize, options, limits, withForm } = request;
  const { compression, encoding, bom, isWhole, text } = sniffed;
  const told = { delimiter: options.delimiter ?? ',', quote: options.quote ?? '"' };
  const standIns = standInsOf(told);
  const ascii = asciiSigns(told);
  const sample = standIns.reduce((found, [standIn, sign]) => found.replaceAll(sign, standIn), text);
  const sniffedDialect = sniffDialect(
    sample,
    { delimiter: options.delimiter && ascii.delimiter, quote: options.quote === undefined ? undefined : ascii.quote },
    isWhole,
  );
  const { delimiter, quote, crEndsLines } = sniffedDialect.dialect;
  const records = sniffedDialect.sample.records.filter((cells) => !isSepLine(cells.join(delimiter)));
  const header: HeaderEvidence =
    options.header === undefined ? sniffHeader(records) : { isHeader: options.header, votesFor: 0, votesAgainst: 0, told: true };
  const utf8 = new Utf8Source(sourceBytes(sourcePath, compression, sourceSize, limits), encoding, options.encoding !== undefined);
  const isRaw = () => utf8.encoding === null || utf8.encoding === 'utf-8';
  const dialectOf = (): Dialect => ({
    delimiter: options.delimiter ?? delimiter,
    quote: options.quote ?? quote,
    lineEnd: sniffLineEnd(text),
    header: header.isHeader,
    encoding: options.encoding ?? utf8.encoding ?? 'utf-8',
    bom,
  });
  const form = withForm && compression === 'none' && standIns.length === 0 ? new FormRecorder(dialectOf()) : undefined;
  const { table, clean, emptyQuoted } = await readDelimited({
    ...request,
    source: standIns.length > 0 ? withAsciiSigns(utf8, told) : utf8,
    isRaw,
    plain: compression === 'none' && isRaw() && !bom && standIns.length === 0 ? { path: resolve(sourcePath), bytes: sourceSize } : null,
    dialect: { delimiter, quote },
    crEndsLines,
    header,
    form,
  });
  const dialect = dialectOf();
  const isTold = form !== undefined && dialect.encoding === 'utf-8';
  const findings = [...table.findings, ...notUtf8Finding(utf8.odd)];
  return { table: { ...table, findings }, clean: { ...clean, standIns }, emptyQuoted, dialect, header, form: isTold ? form.end() : null };
};
