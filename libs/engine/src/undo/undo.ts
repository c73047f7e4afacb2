import { Fault, type UndoAccount, type UndoSelection } from '@millrace/contracts';
import pl, { type DataFrame } from 'nodejs-polars';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { everyColumn } from '../cleanse/layout';
import { rowName } from '../cleanse/row-name';
import { outputColumns } from '../cleanse/output-columns';
import { OutputFile, outputOf } from '../cleanse/write-output';
import { RowShapes } from '../ingest/row-shapes';
import { cell, rowGroupSize, rowsOf } from '../ingest/working-copy';
import { frameBytes, releaseAfter } from '../columnar/release-memory';
import { hashFile } from './hash-file';
import { readAttachment, type Attachment } from './log-attachment';
import { restoreForm } from './restore-form';
import { checkHidden } from './check-hidden';
import { checkNamed } from './check-named';
import { rowWindows } from './row-windows';
import { selectChanges } from './select-changes';
import { copyCleansed, readKept, readReturned, withReturned } from './window-frames';

export interface UndoRequest {
  /** The cleansed table, as it was written. */
  readonly cleansedPath: string;
  /** Its change log, Parquet. */
  readonly changesPath: string;
  readonly selection: UndoSelection;
  /** For the result and for temporary files. */
  readonly outputDir: string;
  /** Rows that are worked on together, where that is not to follow from the table. */
  readonly rowsAtOnce?: number;
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

const part = async (attachment: Attachment, name: string, path: string): Promise<string | null> => {
  if (!attachment.has(name)) return null;
  await attachment.extract(name, path);
  return path;
};

/** Which rows of the input had left, ascending. */
const removedRows = (path: string | null): Uint32Array =>
  path === null
    ? new Uint32Array(0)
    : Uint32Array.from(
        pl.scanParquet(path, { glob: false }).select(rowName).sort(pl.col(rowName)).collectSync().getColumn(rowName).toArray() as number[],
      );

/** Brings the input back, byte for byte. @throws Fault `not-its-output` where that is not what came out */
const checkInput = async (path: string, sha256: string): Promise<void> => {
  if ((await hashFile(path)) === sha256) return;
  throw new Fault('not-its-output', 'What came out is not byte for byte the input of the cleansing.', {
    advice: 'Nothing was written. Take back single steps or columns instead, and report this.',
  });
};

const takeBack = async (request: UndoRequest): Promise<Undone> => {
  const { cleansedPath, changesPath, selection, outputDir } = request;
  const attachment = await readAttachment(changesPath);
  const { account } = attachment;
  const { ingest, source, output, layout } = account;
  if ((await hashFile(cleansedPath)) !== output.sha256)
    throw new Fault('not-its-output', 'The table has other bytes than the one that the change log was written with.');
  checkNamed(account, changesPath, selection);
  checkHidden(account, changesPath, selection);
  const removedPath = await part(attachment, 'rows', join(outputDir, 'removed.parquet'));
  const removed = removedRows(removedPath);
  const isWhole = selection === 'all';
  const { fileName: cleansedName, mediaType } = outputOf(ingest);
  const fileName = cleansedName.replace('cleansed', 'restored');
  const path = join(outputDir, fileName);
  const named = { path, fileName, mediaType };
  if (isWhole && source?.kept === 'whole') {
    const packed = join(outputDir, 'source.zst');
    await attachment.extract('source', packed);
    await pipeline(createReadStream(packed), createZstdDecompress(), createWriteStream(path));
    await checkInput(path, source.sha256);
    const told = { rows: ingest.rows, changes: rowsOf(changesPath), rowsReturned: removed.length };
    return { ...named, ...told, mediaType: 'application/octet-stream', isInput: true };
  }
  const { steps = [] } = selection === 'all' ? {} : selection;
  const written = outputColumns(ingest, isWhole ? [] : layout.filter(({ step }) => !steps.includes(step)));
  const { columns } = outputColumns(ingest, layout);
  const names = columns.map(({ position }) => cell(position));
  const copyPath = await copyCleansed(cleansedPath, account, columns.map(({ name }) => name), outputDir); // prettier-ignore
  const leftOutPath = await part(attachment, 'columns', join(outputDir, 'left-out.parquet'));
  const rowsIn = output.rows + removed.length;
  const most = request.rowsAtOnce ?? rowGroupSize({ width: names.length, rows: output.rows, bytes: (await stat(cleansedPath)).size });
  const shapesPath = await part(attachment, 'shapes', join(outputDir, 'shapes.parquet'));
  const file = new OutputFile(path, shapesPath === null ? null : RowShapes.in(shapesPath, ingest));
  const told = { rows: 0, changes: 0, rowsReturned: 0 };
  for (const window of rowWindows(rowsIn, removed, most)) {
    const { reverted, undone } = selectChanges(changesPath, selection, account.hidden, window);
    const back = readReturned(removedPath, selection, window);
    let frame = withReturned(readKept(copyPath, names, leftOutPath, window), back);
    for (const { column, values } of reverted) frame = revert(frame, account, column, values);
    await file.add(frame, written);
    told.rows += frame.height;
    told.changes += undone;
    told.rowsReturned += back?.height ?? 0;
    await releaseAfter(frameBytes(frame));
  }
  await file.end();
  const dialect = isWhole && source !== null ? ingest.dialect : null;
  if (dialect !== null && source !== null) {
    const [plain, form] = [join(outputDir, 'plain.csv'), join(outputDir, 'form.parquet')];
    await rename(path, plain);
    await attachment.extract('form', form);
    await restoreForm(plain, form, dialect, path);
    await checkInput(path, source.sha256);
  }
  return { ...named, ...told, isInput: dialect !== null };
};

/**
 * Takes a cleansing back, whole or in part, from its output and its change log alone, some rows at a time. Taking back all of it gives the
 * input byte for byte.
 * @throws Fault `unreadable-change-log`, `not-its-output`, `unknown-column`, `not-found`, `not-in-change-log`, `hidden-for-good`
 */
export const undo = async (request: UndoRequest): Promise<Undone> => {
  try {
    return await takeBack(request);
  } catch (error) {
    // The table is the one that was written: what cannot be read then is the log, but for what the system says of its files.
    if (error instanceof Fault || typeof (error as NodeJS.ErrnoException).syscall === 'string') throw error;
    throw new Fault('unreadable-change-log', 'The change log is damaged.', { cause: error });
  }
};
