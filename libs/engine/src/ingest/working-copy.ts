import { statSync } from 'node:fs';
import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import type { ReadTable } from './read-table';

const rowsInGroup = 100_000;
const cellsInGroup = 4_000_000;
const bytesInGroup = 24 * 1024 * 1024;

/**
 * Rows of a row group of a working copy. Small groups bound what its writer and any later scan hold: wide tables and those of long texts
 * have fewer rows in each.
 */
export const rowGroupSize = ({ width, rows, bytes }: { readonly width: number; readonly rows: number; readonly bytes: number }): number =>
  Math.max(100, Math.min(rowsInGroup, Math.floor(cellsInGroup / width), Math.floor((bytesInGroup * rows) / Math.max(1, bytes))));

/** What column `position` is called in a working copy, whatever the dataset calls it. */
export const cell = (position: number): string => `c${position}`;

/** What the shapes of JSON rows are called in a working copy that keeps them. */
export const shapeName = 'shape';

const everyCell = (): Expr => pl.col('^c[0-9]+$');

/** The cells of a working copy, without what it keeps besides. */
export const scanCells = (path: string): LazyDataFrame => pl.scanParquet(path, { glob: false }).select(everyCell());

/** Delimited UTF-8 text that the columnar reader takes without a fault: no blank lines, every record as wide as the table. */
export interface CleanFile {
  readonly path: string;
  /** One ASCII character. */
  readonly delimiter: string;
  /** One ASCII character, or none. */
  readonly quote: string;
  readonly hasHeader: boolean;
  /** Columns in the file, where they are more than the table has. */
  readonly width?: number;
  /** The column of the file that is the table's first. */
  readonly firstColumn?: number;
  /** Where the working copy is to keep the shapes of rows: that of the rows for which the column before that one has none. */
  readonly shape?: string;
  /** Control characters in cells and what they stand for. */
  readonly standIns?: readonly (readonly [standIn: string, sign: string])[];
}

/** Stands for "no quote" where a reader wants one: clean files hold no NUL. */
const neverUsed = '\0';

/**
 * A clean file as a working copy: text cells, Parquet, columns by position. An empty cell is absent, and so are the cells that a short row lacks.
 * @param emptyQuoted columns in which an empty pair of quotes is absent too; elsewhere it is an empty text
 */
export const writeWorkingCopy = (
  clean: CleanFile,
  { columns: { length: width }, rows }: ReadTable,
  outputPath: string,
  emptyQuoted: ReadonlySet<number> = new Set(),
): void => {
  const { path, delimiter, quote, hasHeader, firstColumn = 0, shape, standIns = [] } = clean;
  const names = Array.from({ length: width }, (_, position) => cell(position));
  const inFile = Array.from({ length: clean.width ?? width }, (_, at) =>
    at < firstColumn || at >= firstColumn + width ? `x${at}` : cell(at - firstColumn),
  );
  if (shape !== undefined) inFile[firstColumn - 1] = shapeName;
  // Names by the schema: an expression a column costs a millisecond each.
  const schema = Object.fromEntries(inFile.map((name) => [name, pl.Utf8]));
  let text = pl.scanCSV(path, { hasHeader, schema, glob: false, sep: delimiter, quoteChar: quote === '' ? neverUsed : quote });
  const shapes = shape === undefined ? [] : [pl.col(shapeName).fillNull(pl.lit(shape))];
  if (inFile.length > width) text = text.select(...shapes, everyCell());
  const absent = [...emptyQuoted].filter((position) => position < width).map((position) => withoutEmpty(cell(position)));
  if (absent.length > 0) text = text.withColumns(...absent);
  for (const [standIn, sign] of standIns) text = text.withColumns(...names.map((name) => pl.col(name).str.replaceAll(standIn, sign, true)));
  text
    .sinkParquet(outputPath, {
      rowGroupSize: rowGroupSize({ width, rows, bytes: statSync(path).size }),
      compression: 'zstd',
      compressionLevel: 1,
      statistics: false,
    })
    .collectSync({ engine: 'streaming' } as never);
};

const withoutEmpty = (name: string): Expr =>
  pl
    .when(pl.col(name).str.lengths().eq(pl.lit(0)))
    .then(pl.lit(null))
    .otherwise(pl.col(name))
    .alias(name);

/** Rows of a Parquet file by its footer. */
export const rowsOf = (path: string): number => {
  const [counted] = pl.scanParquet(path, { glob: false }).select(pl.len().cast(pl.Float64).alias('n')).collectSync().toRecords() as {
    n: number;
  }[];
  return counted?.n ?? 0;
};
