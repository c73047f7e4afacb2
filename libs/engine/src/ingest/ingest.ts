import { Fault, type Compression, type FileFormat, type Ingest } from '@millrace/contracts';
import { rm } from 'node:fs/promises';
import { copyParquet } from './copy-parquet';
import type { IngestRequest } from './ingest-request';
import { jsonElements, jsonLines } from './json-texts';
import { readJson } from './read-json';
import { prepare, scanDelimited, sniffedBytes, sniffText, type Prepared, type SniffedText } from './scan-delimited';
import { sniffBinaryFormat, sniffCompression, sniffTextFormat } from './sniff';
import { decompressedHead, decompressTo, readHead, sourceBytes } from './source-bytes';
import { notUtf8Finding } from './structural-findings';
import { Utf8Source } from './utf8-source';
import { readWorkbook } from './workbook/read-workbook';
import { rowsOf, writeWorkingCopy } from './working-copy';

const ingestDelimited = async (request: Prepared, sniffed: SniffedText, formPath: string | undefined): Promise<Ingest> => {
  const { table, clean, emptyQuoted, dialect, header, form } = await scanDelimited(request, sniffed);
  writeWorkingCopy(clean, table, request.outputPath, emptyQuoted);
  if (form !== null && formPath !== undefined) form.writeParquet(formPath);
  return { schema: 'millrace.ingest/1', format: 'csv', compression: sniffed.compression, dialect, header, ...table };
};

const ingestJson = async (request: Prepared, sniffed: SniffedText, format: 'json' | 'ndjson'): Promise<Ingest> => {
  const { sourcePath, sourceSize, options, limits, outputPath } = request;
  const { compression, encoding } = sniffed;
  const source = new Utf8Source(sourceBytes(sourcePath, compression, sourceSize, limits), encoding, options.encoding !== undefined);
  const texts = format === 'ndjson' ? jsonLines(source, limits) : jsonElements(source, limits);
  const { table, clean } = await readJson({ ...request, texts });
  writeWorkingCopy(clean, table, outputPath);
  const findings = [...table.findings, ...notUtf8Finding(source.odd)];
  return { schema: 'millrace.ingest/1', format, compression, dialect: null, ...table, findings };
};

/** A format that is read from its end: an archive around it is opened first. */
const ingestBinary = async (request: Prepared, compression: Compression, format: 'parquet' | 'xlsx'): Promise<Ingest> => {
  const { sourcePath, sourceSize, outputPath, cleanPath, limits } = request;
  const path = compression === 'none' ? sourcePath : `${cleanPath}.opened`;
  if (compression !== 'none') await decompressTo(sourcePath, compression, sourceSize, path, limits);
  const account = { schema: 'millrace.ingest/1', format, compression, dialect: null } as const;
  if (format === 'parquet') return { ...account, ...(await copyParquet(path, outputPath, limits)) };
  const { table, clean, sheet, header } = await readWorkbook({ ...request, sourcePath: path });
  writeWorkingCopy(clean, table, outputPath);
  return { ...account, header, sheet, ...table };
};

/**
 * Reads an upload once, streaming, and writes its working copy: every cell as text, Parquet, columns `c0` … `cN`.
 * Holds about 0.1 GB whatever the size of the input; of a workbook also its shared texts.
 * @throws Fault of kind `input` that names the place where the input cannot be read
 */
export const ingest = async (request: IngestRequest): Promise<Ingest> => {
  const { sourcePath, options, outputPath, formPath } = request;
  const raw = await readHead(sourcePath, sniffedBytes);
  if (raw.length === 0) throw new Fault('empty-file', 'The file has no bytes.');
  const compression = sniffCompression(raw);
  const prepared = await prepare(request);
  const { cleanPath, limits } = prepared;
  try {
    const head = compression === 'none' ? raw : await decompressedHead(sourcePath, compression, sniffedBytes, limits);
    const read = await ingestAs(options.format ?? sniffBinaryFormat(head), prepared, head, compression, formPath);
    const written = rowsOf(outputPath);
    if (written !== read.rows)
      throw new Fault('internal', 'The working copy does not have the rows that were read.', { evidence: { read: read.rows, written } });
    return options.nullTokens === undefined ? read : { ...read, nullTokens: options.nullTokens };
  } finally {
    await Promise.all(['', '.rows', '.opened'].map((ending) => rm(`${cleanPath}${ending}`, { force: true })));
  }
};

const ingestAs = async (
  told: FileFormat | null,
  request: Prepared,
  head: Buffer,
  compression: Compression,
  formPath?: string,
): Promise<Ingest> => {
  if (told === 'parquet' || told === 'xlsx') return ingestBinary(request, compression, told);
  const sniffed = sniffText(head, compression, request.options);
  const format = told ?? sniffTextFormat(sniffed.text);
  return format === 'csv' ? ingestDelimited(request, sniffed, formPath) : ingestJson(request, sniffed, format);
};
