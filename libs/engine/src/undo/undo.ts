import { Fault, type UndoAccount, type UndoSelection } from '@millrace/contracts';
import pl, { type DataFrame, type Series } from 'nodejs-polars';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { everyColumn } from '../cleanse/layout';
import { rowName } from '../cleanse/row-name';
import { outputColumns } from '../cleanse/output-columns';
import { outputOf, writeOutput } from '../cleanse/write-output';
import { ingest as readTable } from '../ingest/ingest';
import { cell } from '../ingest/working-copy';
import { hashFile } from './hash-file';
import { readAttachment, type Attachment } from './log-attachment';
import { restoreForm } from './restore-form';
import { checkHidden } from './check-hidden';
import { isOneOf, selectChanges } from './select-changes';

export interface UndoRequest {
  /** The cleansed table, as it was written. */
  readonly cleansedPath: string;
  /** Its change log, Parquet. */
  readonly changesPath: string;
  readonly selection: UndoSelection;
  /** For the result and for temporary files. */
  readonly outputDir: string;
}

export interface Undone {
  readonly path: string;
  readonly fileName: string;
  readonly mediaType: string;
  /** Data rows of the result. */
  readonly rows: number;
  /** Changes that were taken back, and rows that were put back. */
  readonly changes: number;
  readonly rowsReturned: number;
  /** The result is byte for byte the input of the cleansing. */
  readonly isInput: boolean;
}

/** The cleansed table with the rows of the input that its rows were. */
const readCleansed = async (
  { cleansedPath, outputDir }: UndoRequest,
  { ingest, output, layout }: UndoAccount,
  removed: DataFrame | null,
): Promise<DataFrame> => {
  const names = outputColumns(ingest, layout).columns.map(({ position }) => cell(position));
  const rowsIn = output.rows + (removed?.height ?? 0);
  const all = pl.DataFrame({ [rowName]: pl.Series(rowName, Uint32Array.from({ length: rowsIn }, (_, row) => row) as never, pl.UInt32) });
  const kept = removed === null ? all : all.lazy().join(removed.lazy().select(rowName), { on: rowName, how: 'anti' }).sort(pl.col(rowName)).collectSync(); // prettier-ignore
  const none = pl.DataFrame(names.map((name) => pl.Series(name, [], pl.Utf8)));
  if (output.rows === 0) return none.withColumn(kept.getColumn(rowName));
  const path = join(outputDir, 'cleansed.parquet');
  const { dialect } = ingest;
  const isText = outputOf(ingest).mediaType === 'text/csv';
  const { delimiter, quote, encoding, header } = dialect ?? { delimiter: ',', quote: '"', encoding: 'utf-8', header: true };
  const read = await readTable({
    sourcePath: cleansedPath,
    options: isText ? { format: 'csv', delimiter, quote, encoding, header } : { format: 'ndjson' },
    outputPath: path,
    asidePath: join(outputDir, 'aside.ndjson'),
  });
  if (read.rows !== output.rows || read.columns.length !== names.length)
    throw new Fault('not-its-output', 'The cleansed table does not read as the one that was written.', {
      evidence: { rows: read.rows, written: output.rows },
    });
  const named = names.map((name, at) => pl.col(cell(at)).alias(name));
  return pl
    .scanParquet(path, { glob: false })
    .select(...named)
    .collectSync()
    .withColumn(kept.getColumn(rowName));
};

const withReturned = (frame: DataFrame, removed: DataFrame | null, selection: UndoSelection): { frame: DataFrame; returned: number } => {
  if (removed === null) return { frame, returned: 0 };
  const { steps = [], rows = [] } = selection === 'all' ? {} : selection;
  const back =
    selection === 'all'
      ? removed
      : removed
          .lazy()
          .filter(isOneOf('step', steps).or(isOneOf(rowName, rows)))
          .collectSync();
  if (back.height === 0) return { frame, returned: 0 };
  const whole = pl
    // Rows that left before a column was added have no cells in it.
    .concat([frame, back.select(...frame.columns.filter((name) => back.columns.includes(name)))], { how: 'diagonal' })
    .lazy()
    .sort(pl.col(rowName));
  return { frame: whole.collectSync(), returned: back.height };
};

const revert = (frame: DataFrame, { ingest, layout }: UndoAccount, column: string, values: DataFrame): DataFrame => {
  const position = everyColumn(ingest.columns, layout).find(({ name }) => name === column)?.position;
  if (position === undefined) throw new Fault('unreadable-change-log', 'The change log names a column that the table has not.');
  const name = cell(position);
  const marked = values.lazy().select(pl.col('row').alias(rowName), pl.col('value'), pl.lit(true).alias('isThere')).collectSync();
  const joined = frame
    .lazy()
    .select(rowName, name)
    .join(marked.lazy(), { on: rowName, how: 'left' })
    .sort(pl.col(rowName))
    .select(pl.when(pl.col('isThere')).then(pl.col('value')).otherwise(pl.col(name)).alias(name))
    .collectSync();
  return frame.withColumn(joined.getColumn(name));
};

const removedRows = async (attachment: Attachment, folder: string): Promise<DataFrame | null> => {
  if (!attachment.has('rows')) return null;
  const path = join(folder, 'removed.parquet');
  await attachment.extract('rows', path);
  return pl.readParquet(path);
};

/** Columns that the output has not, behind those that it has. */
const withLeftOut = async (frame: DataFrame, attachment: Attachment, folder: string): Promise<DataFrame> => {
  if (!attachment.has('columns')) return frame;
  const path = join(folder, 'left-out.parquet');
  await attachment.extract('columns', path);
  const columns = pl.readParquet(path).drop(rowName);
  return frame.hstack<Series[]>(columns.getColumns());
};

/** Brings the input back, byte for byte. @throws Fault `not-its-output` where that is not what came out */
const checkInput = async (path: string, sha256: string): Promise<void> => {
  if ((await hashFile(path)) === sha256) return;
  throw new Fault('not-its-output', 'What came out is not byte for byte the input of the cleansing.', {
    advice: 'Nothing was written. Take back single steps or columns instead, and report this.',
  });
};

/**
 * Takes a cleansing back, whole or in part, from its output and its change log alone. Taking back all of it gives the input byte for byte.
 * @throws Fault `unreadable-change-log`, `not-its-output`, `hidden-for-good`
 */
export const undo = async (request: UndoRequest): Promise<Undone> => {
  const { cleansedPath, changesPath, selection, outputDir } = request;
  const attachment = await readAttachment(changesPath);
  const { ingest, source, output, layout } = attachment.account;
  if ((await hashFile(cleansedPath)) !== output.sha256)
    throw new Fault('not-its-output', 'The table has other bytes than the one that the change log was written with.');
  checkHidden(attachment.account, changesPath, selection);
  const { reverted, undone } = selectChanges(changesPath, selection, attachment.account.hidden);
  const removed = await removedRows(attachment, outputDir);
  const isWhole = selection === 'all';
  const { fileName, mediaType } = outputOf(ingest);
  const named = { fileName: fileName.replace('cleansed', 'restored'), mediaType, changes: undone };
  const path = join(outputDir, named.fileName);
  if (isWhole && source?.kept === 'whole') {
    const packed = join(outputDir, 'source.zst');
    await attachment.extract('source', packed);
    await pipeline(createReadStream(packed), createZstdDecompress(), createWriteStream(path));
    await checkInput(path, source.sha256);
    const rowsReturned = removed?.height ?? 0;
    return { ...named, path, mediaType: 'application/octet-stream', rows: ingest.rows, rowsReturned, isInput: true };
  }
  const read = await withLeftOut(await readCleansed(request, attachment.account, removed), attachment, outputDir);
  const whole = withReturned(read, removed, selection);
  let { frame } = whole;
  for (const { column, values } of reverted) frame = revert(frame, attachment.account, column, values);
  const { steps = [] } = selection === 'all' ? {} : selection;
  const kept = isWhole ? [] : layout.filter(({ step }) => !steps.includes(step));
  await writeOutput(frame, outputColumns(ingest, kept), path);
  const dialect = isWhole && source !== null ? ingest.dialect : null;
  if (dialect !== null && source !== null) {
    const [plain, form] = [join(outputDir, 'plain.csv'), join(outputDir, 'form.parquet')];
    await rename(path, plain);
    await attachment.extract('form', form);
    await restoreForm(plain, form, dialect, path);
    await checkInput(path, source.sha256);
  }
  return { ...named, path, rows: frame.height, rowsReturned: whole.returned, isInput: dialect !== null };
};
