import { Fault, type Dialect, type Ingest, type ReadOptions } from '@millrace/contracts';
import { createReadStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline, Transform, type Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { defaultLimits, type IngestLimits } from './limits';
import { readDelimited } from './read-delimited';
import { arrayAsLines, readNdjson } from './read-json';
import { isParquet, sniffCompression, sniffDelimiter, sniffEncoding, sniffLineEnd, sniffTextFormat } from './sniff';
import { copyParquet, writeWorkingCopy } from './working-copy';

export interface IngestRequest {
  readonly sourcePath: string;
  readonly options: ReadOptions;
  /** Where the working copy goes; temporary files lie beside it. */
  readonly outputPath: string;
  /** Where rows that do not fit the header go, as NDJSON; written only when there are some. */
  readonly asidePath: string;
  readonly onRows?: (rows: number) => void;
  readonly limits?: IngestLimits;
}

const sniffedBytes = 256 * 1024;
const bombCheckFrom = 64 * 1024 * 1024;

const readHead = async (path: string): Promise<Buffer> => {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sniffedBytes), 0, sniffedBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

/** The bytes of a file, decompressed. @throws Fault `expansion-too-large`, `unreadable-archive` */
const opened = (path: string, compression: Ingest['compression'], compressedBytes: number, limits: IngestLimits): Readable => {
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  if (compression === 'none') return file;
  let expanded = 0;
  const guard = new Transform({
    transform(chunk: Buffer, _, done) {
      expanded += chunk.length;
      const tooMuch = expanded > limits.maxExpandedBytes || (expanded > bombCheckFrom && expanded > compressedBytes * limits.maxExpansion);
      if (tooMuch) done(new Fault('expansion-too-large', `The file of ${compressedBytes} bytes opens to more than ${expanded} bytes.`));
      else done(null, chunk);
    },
  });
  pipeline(file, compression === 'gzip' ? createGunzip() : createZstdDecompress(), guard, () => undefined);
  return guard;
};

async function* translated(source: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('unreadable-archive', 'The compressed file is cut or damaged.', { cause: error });
  }
}

const headOf = async (path: string, raw: Buffer, compression: Ingest['compression'], limits: IngestLimits): Promise<Buffer> => {
  if (compression === 'none') return raw;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of translated(opened(path, compression, raw.length, { ...limits, maxExpansion: Number.MAX_SAFE_INTEGER }))) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes >= sniffedBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, sniffedBytes);
};

const sniffDialect = (head: Buffer, options: ReadOptions): { dialect: Dialect; text: string } => {
  const sniffed = sniffEncoding(head);
  const encoding = options.encoding ?? sniffed.encoding;
  const text = new TextDecoder(encoding === 'latin1' ? 'windows-1252' : encoding).decode(head.subarray(0, head.length - (head.length % 2)));
  const quote = options.quote ?? '"';
  return {
    text,
    dialect: {
      encoding,
      bom: sniffed.bom,
      quote,
      delimiter: options.delimiter ?? sniffDelimiter(text, quote),
      lineEnd: sniffLineEnd(text),
      header: options.header ?? true,
    },
  };
};

/**
 * Reads an upload once, streaming, and writes its working copy: every cell as text, Parquet, columns `c0` … `cN`.
 * Holds about 0.1 GB whatever the size of the input (a JSON array is held whole, and bounded).
 * @throws Fault of kind `input` that names the place where the input cannot be read
 */
export const ingest = async ({
  sourcePath,
  options,
  outputPath,
  asidePath,
  onRows = () => undefined,
  limits = defaultLimits,
}: IngestRequest): Promise<Ingest> => {
  const raw = await readHead(sourcePath);
  if (raw.length === 0) throw new Fault('empty-file', 'The file has no bytes.');
  const compression = sniffCompression(raw);
  if (options.format === 'parquet' || isParquet(raw)) {
    return { schema: 'millrace.ingest/1', format: 'parquet', compression, dialect: null, ...copyParquet(sourcePath, outputPath, limits) };
  }
  const head = await headOf(sourcePath, raw, compression, limits);
  const { dialect, text } = sniffDialect(head, options);
  const format = options.format ?? sniffTextFormat(text);
  if (format === 'xlsx')
    throw new Fault('unsupported-format', 'Workbooks cannot be read yet.', { advice: 'Save the sheet as CSV and upload that.' });
  const { size } = await stat(sourcePath);
  const cleanPath = join(dirname(outputPath), 'clean.csv');
  try {
    const source = translated(opened(sourcePath, compression, size, limits));
    const json = { dialect, limits, cleanPath, onRows };
    const table =
      format === 'csv'
        ? await readDelimited({ ...json, source, asidePath })
        : await readNdjson(
            format === 'ndjson'
              ? { ...json, source }
              : { ...json, dialect: { ...dialect, encoding: 'utf-8' }, source: arrayAsLines(source, limits) },
          );
    writeWorkingCopy(cleanPath, table.columns.length, outputPath);
    return { schema: 'millrace.ingest/1', format, compression, dialect: format === 'csv' ? dialect : null, ...table };
  } finally {
    await Promise.all([rm(cleanPath, { force: true }), rm(`${cleanPath}.rows`, { force: true })]);
  }
};
