import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { rowName } from '../cleanse/row-name';
import { scanCells } from '../ingest/working-copy';

/** Rows that belong together mostly stand together: they are taken in pieces. */
const mostPieces = 20;

/** All rows of a working copy, with the row of the input that each is. */
export const allRows = (workingCopyPath: string): LazyDataFrame => scanCells(workingCopyPath).withRowIndex(rowName);

/** Some rows of a working copy, in pieces that are spread over it from its first row to its last, in order; all where there are no more. */
export const takeSample = (workingCopyPath: string, rows: number, wanted: number): DataFrame => {
  if (wanted >= rows) return allRows(workingCopyPath).collectSync();
  const pieces = Math.min(mostPieces, wanted);
  const size = Math.floor(wanted / pieces);
  const apart = pieces === 1 ? 0 : (rows - size) / (pieces - 1);
  return pl.concat(
    Array.from({ length: pieces }, (_, at) =>
      allRows(workingCopyPath)
        .slice(Math.floor(at * apart), size)
        .collectSync(),
    ),
  );
};
