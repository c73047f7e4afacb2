import { Fault, type UndoAccount, type UndoSelection } from '@millrace/contracts';
import { join } from 'node:path';
import pl, { type DataFrame, type LazyDataFrame, type Series } from 'nodejs-polars';
import { rowName } from '../cleanse/row-name';
import { outputOf } from '../cleanse/write-output';
import { ingest as readTable } from '../ingest/ingest';
import { cell } from '../ingest/working-copy';
import type { RowWindow } from './row-windows';
import { isOneOf, isWithin } from './select-changes';

/**
 * The cleansed table as a working copy; null where it has no row.
 * @param keys names of its columns, in order
 * @throws Fault `not-its-output`
 */
export const copyCleansed = async (
  cleansedPath: string,
  { ingest, output }: UndoAccount,
  keys: readonly string[],
  outputDir: string,
): Promise<string | null> => {
  if (output.rows === 0) return null;
  const path = join(outputDir, 'cleansed.parquet');
  const { dialect } = ingest;
  const isText = outputOf(ingest).mediaType === 'text/csv';
  const { delimiter, quote, encoding, header } = dialect ?? { delimiter: ',', quote: '"', encoding: 'utf-8', header: true };
  const read = await readTable({
    sourcePath: cleansedPath,
    options: isText ? { format: 'csv', delimiter, quote, encoding, header } : { format: 'ndjson' },
    outputPath: path,
    asidePath: join(outputDir, 'aside.ndjson'),
    keys,
  });
  if (read.rows !== output.rows || read.columns.length !== keys.length)
    throw new Fault('not-its-output', 'The cleansed table does not read as the one that was written.', {
      evidence: { rows: read.rows, written: output.rows },
    });
  return path;
};

/** The rows of a window that the output has, with the rows of the input that they were, and with the columns that it has not behind its own. */
export const readKept = (
  copyPath: string | null,
  names: readonly string[],
  leftOutPath: string | null,
  { kept, keptFrom }: RowWindow,
): DataFrame => {
  const named = names.map((name, at) => pl.col(cell(at)).alias(name));
  const rows = pl.Series(rowName, kept as never, pl.UInt32);
  const part = (path: string): LazyDataFrame => pl.scanParquet(path, { glob: false }).slice(keptFrom, kept.length);
  const frame =
    copyPath === null
      ? pl.DataFrame(names.map((name) => pl.Series(name, [], pl.Utf8)))
      : part(copyPath)
          .select(...named)
          .collectSync();
  const numbered = frame.withColumn(rows);
  return leftOutPath === null ? numbered : numbered.hstack<Series[]>(part(leftOutPath).collectSync().drop(rowName).getColumns());
};

/** Rows of a window that had left and come back; null for none. */
export const readReturned = (path: string | null, selection: UndoSelection, window: RowWindow): DataFrame | null => {
  if (path === null) return null;
  const { steps = [], rows = [] } = selection === 'all' ? {} : selection;
  const wanted = selection === 'all' ? pl.lit(true) : isOneOf('step', steps).or(isOneOf(rowName, rows));
  const back = pl.scanParquet(path, { glob: false }).filter(isWithin(rowName, window).and(wanted)).collectSync();
  return back.height === 0 ? null : back;
};

export const withReturned = (frame: DataFrame, back: DataFrame | null): DataFrame =>
  back === null
    ? frame
    : pl
        // Rows that left before a column was added have no cells in it.
        .concat([frame, back.select(...frame.columns.filter((name) => back.columns.includes(name)))], { how: 'diagonal' })
        .lazy()
        .sort(pl.col(rowName))
        .collectSync();
