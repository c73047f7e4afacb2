import {
  Fault,
  type Compression,
  type Dialect,
  type FileFormat,
  type HeaderEvidence,
  type Ingest,
  type ReadOptions,
} from '@millrace/contracts';
import { rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { asciiSigns, standInsOf, withAsciiSigns } from './ascii-dialect';
import { copyParquet } from './copy-parquet';
import { defaultLimits, type IngestLimits } from './limits';
import { readDelimited } from './read-delimited';
import { jsonElements, jsonLines } from './json-texts';
import { readJson } from './read-json';
import { sniffBinaryFormat, sniffCompression, sniffEncoding, sniffLineEnd, sniffTextFormat } from './sniff';
import { isSepLine, sniffDialect } from './sniff-dialect';
import { sniffHeader } from './sniff-header';
import { decompressedHead, decompressTo, readHead, sourceBytes } from './source-bytes';
import { Utf8Source } from './utf8-source';
import { readWorkbook } from './workbook/read-workbook';
import { rowsOf, writeWorkingCopy } from './working-copy';

export interface IngestRequest {
  readonly sourcePath: string;
  readonly options: ReadOptions;
  /** Where the working copy goes; temporary files lie beside it. */
  readonly outputPath: string;
  /** Where rows that do not fit the table go, as JSON lines; written only when there are some. */
  readonly asidePath: string;
  readonly onRows?: (rows: number) => void;
  readonly limits?: IngestLimits;
}

const sniffedBytes = 256 * 1024;

/** What a text is, by its first bytes. */
interface SniffedText {
  readonly compression: Compression;
  /** Null while it may be UTF-8 or Windows-1252: all of it that was seen is ASCII. */
  readonly encoding: Dialect['encoding'] | null;
  readonly bom: boolean;
  readonly text: string;
  /** The text is all of the input. */
  readonly isWhole: boolean;
}

const sniffText = (head: Buffer, compression: Compression, told: ReadOptions['encoding']): SniffedText => {
  const { encoding, bom } = told === undefined ? sniffEncoding(head) : { encoding: told, bom: false };
  const isWhole = head.length < sniffedBytes;
  const decoder = new TextDecoder(encoding === null ? 'utf-8' : encoding === 'latin1' ? 'windows-1252' : encoding);
  return { compression, encoding, bom: bom || head.subarray(0, 3).toString('hex') === 'efbbbf', isWhole, text: decoder.decode(head) };
};

interface Prepared extends Required<Omit<IngestRequest, 'options'>> {
  readonly options: ReadOptions;
  readonly cleanPath: string;
  readonly sourceSize: number;
}

const ingestDelimited = async (request: Prepared, sniffed: SniffedText): Promise<Ingest> => {
  const { sourcePath, sourceSize, options, limits, outputPath } = request;
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
  const utf8 = new Utf8Source(sourceBytes(sourcePath, compression, sourceSize, limits), encoding);
  const isRaw = () => utf8.encoding === null || utf8.encoding === 'utf-8';
  const { table, clean, emptyQuoted } = await readDelimited({
    ...request,
    source: standIns.length > 0 ? withAsciiSigns(utf8, told) : utf8,
    isRaw,
    plain: compression === 'none' && isRaw() && !bom && standIns.length === 0 ? { path: resolve(sourcePath), bytes: sourceSize } : null,
    dialect: { delimiter, quote },
    crEndsLines,
    header,
  });
  writeWorkingCopy({ ...clean, standIns }, table.columns.length, outputPath, emptyQuoted);
  const dialect: Dialect = {
    delimiter: options.delimiter ?? delimiter,
    quote: options.quote ?? quote,
    lineEnd: sniffLineEnd(text),
    header: header.isHeader,
    encoding: options.encoding ?? utf8.encoding ?? 'utf-8',
    bom,
  };
  return { schema: 'millrace.ingest/1', format: 'csv', compression, dialect, header, ...table };
};

const ingestJson = async (request: Prepared, sniffed: SniffedText, format: 'json' | 'ndjson'): Promise<Ingest> => {
  const { sourcePath, sourceSize, limits, outputPath } = request;
  const { compression, encoding } = sniffed;
  const source = new Utf8Source(sourceBytes(sourcePath, compression, sourceSize, limits), encoding);
  const texts = format === 'ndjson' ? jsonLines(source, limits) : jsonElements(source, limits);
  const { table, clean } = await readJson({ ...request, texts });
  writeWorkingCopy(clean, table.columns.length, outputPath);
  return { schema: 'millrace.ingest/1', format, compression, dialect: null, ...table };
};

/** A format that is read from its end: an archive around it is opened first. */
const ingestBinary = async (request: Prepared, compression: Compression, format: 'parquet' | 'xlsx'): Promise<Ingest> => {
  const { sourcePath, sourceSize, outputPath, cleanPath, limits } = request;
  const path = compression === 'none' ? sourcePath : `${cleanPath}.opened`;
  if (compression !== 'none') await decompressTo(sourcePath, compression, sourceSize, path, limits);
  const account = { schema: 'millrace.ingest/1', format, compression, dialect: null } as const;
  if (format === 'parquet') return { ...account, ...(await copyParquet(path, outputPath, limits)) };
  const { table, clean, sheet, header } = await readWorkbook({ ...request, sourcePath: path });
  writeWorkingCopy(clean, table.columns.length, outputPath);
  return { ...account, header, sheet, ...table };
};

/**
 * Reads an upload once, streaming, and writes its working copy: every cell as text, Parquet, columns `c0` … `cN`.
 * Holds about 0.1 GB whatever the size of the input; of a workbook also its shared texts.
 * @throws Fault of kind `input` that names the place where the input cannot be read
 */
export const ingest = async (request: IngestRequest): Promise<Ingest> => {
  const { sourcePath, options, outputPath, onRows = () => undefined, limits = defaultLimits } = request;
  const raw = await readHead(sourcePath, sniffedBytes);
  if (raw.length === 0) throw new Fault('empty-file', 'The file has no bytes.');
  const compression = sniffCompression(raw);
  const cleanPath = join(dirname(outputPath), 'clean.csv');
  const prepared: Prepared = { ...request, onRows, limits, cleanPath, sourceSize: (await stat(sourcePath)).size };
  try {
    const head = compression === 'none' ? raw : await decompressedHead(sourcePath, compression, sniffedBytes, limits);
    const read = await ingestAs(options.format ?? sniffBinaryFormat(head), prepared, head, compression);
    const written = rowsOf(outputPath);
    if (written !== read.rows)
      throw new Fault('internal', 'The working copy does not have the rows that were read.', { evidence: { read: read.rows, written } });
    return options.nullTokens === undefined ? read : { ...read, nullTokens: options.nullTokens };
  } finally {
    await Promise.all(['', '.rows', '.opened'].map((ending) => rm(`${cleanPath}${ending}`, { force: true })));
  }
};

const ingestAs = async (told: FileFormat | null, request: Prepared, head: Buffer, compression: Compression): Promise<Ingest> => {
  if (told === 'parquet' || told === 'xlsx') return ingestBinary(request, compression, told);
  const sniffed = sniffText(head, compression, request.options.encoding);
  const format = told ?? sniffTextFormat(sniffed.text);
  return format === 'csv' ? ingestDelimited(request, sniffed) : ingestJson(request, sniffed, format);
};
