import type { Ingest, LayoutChange } from '@millrace/contracts';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import { readForm } from '../ingest/read-form';
import { columnsAfter } from '../cleanse/layout';
import type { RowShapes } from '../ingest/row-shapes';
import { hashAside } from './hash-aside';
import { hashFile } from './hash-file';
import { keepShapes } from './keep-shapes';
import { attach } from './log-attachment';

/** The file that a table was read from. */
export interface SourceFile {
  readonly path: string;
  /** How its rows are written, where that was kept as it was read. */
  readonly formPath?: string;
}

interface Kept {
  readonly ingest: Ingest;
  /** Null where the input is not at hand: what it was can be brought back then, but not how it was written. */
  readonly source: SourceFile | null;
  readonly output: { readonly path: string; readonly rows: number };
  /** Parquet with the rows that left, `rowIndex`, `step` and their cells; null where none did. */
  readonly removedPath: string | null;
  /** How many the recipe has. */
  readonly steps: number;
  readonly layout: LayoutChange[];
  /** Names of the columns of which nothing may be kept; with any of them, what the input was can not be brought back. */
  readonly hidden: readonly string[];
  /** Parquet with `rowIndex` and the cells of columns that the output has not; null where it has all. */
  readonly leftOutPath: string | null;
  /** Of the rows of the input; null where it has none. */
  readonly shapes: RowShapes | null;
  readonly changesPath: string;
  readonly folder: string;
}

/** Columns of which nothing is kept and which the output has not: the rows that had them are not to be known either. */
const goneForGood = ({ ingest, layout, hidden }: Kept): Set<number> => {
  const left = new Set(columnsAfter(ingest.columns, layout).map(({ position }) => position));
  return new Set(ingest.columns.flatMap(({ position, name }) => (hidden.includes(name) && !left.has(position) ? [position] : [])));
};

const isThere = (path: string): Promise<boolean> => stat(path).then(Boolean, () => false);

/** The account of how the rows of a source are written; null where only all of its bytes will do. */
const formOf = async ({ path, formPath }: SourceFile, ingest: Ingest, folder: string): Promise<string | null> => {
  if (formPath !== undefined && (await isThere(formPath))) return formPath;
  const { dialect, compression, format, rows } = ingest;
  if (format !== 'csv' || compression !== 'none' || dialect?.encoding !== 'utf-8') return null;
  const { delimiter, quote, header, encoding } = dialect;
  const made = join(folder, 'form.parquet');
  const options = { format, delimiter, quote, header, encoding };
  const asidePath = join(folder, 'form-aside.ndjson');
  const found = await readForm({ sourcePath: path, options, outputPath: made, asidePath, formPath: made });
  return found === rows ? made : null;
};

/** SHA-256 of the input, null where it is not at hand, and of the output. */
export interface KeptHashes {
  readonly input: string | null;
  readonly output: string;
}

/** Puts into a change log all that is needed to take the cleansing back from its output. */
export const keepForUndo = async (what: Kept): Promise<KeptHashes> => {
  const { ingest, steps, layout, hidden, source, output, removedPath, leftOutPath, shapes, changesPath, folder } = what;
  const parts: { name: string; path: string }[] = [];
  if (removedPath !== null) parts.push({ name: 'rows', path: removedPath });
  if (leftOutPath !== null) parts.push({ name: 'columns', path: leftOutPath });
  if (shapes !== null) {
    const path = join(folder, 'shapes.parquet');
    await keepShapes(shapes, goneForGood(what), path);
    parts.push({ name: 'shapes', path });
  }
  const [input, sha256] = await Promise.all([source && hashAside(source.path), hashFile(output.path)]);
  const kept = hidden.length === 0 ? source : null;
  const form = kept === null ? null : await formOf(kept, ingest, folder);
  if (form !== null) parts.push({ name: 'form', path: form });
  else if (kept !== null) {
    const path = join(folder, 'source.zst');
    await pipeline(createReadStream(kept.path), createZstdCompress(), createWriteStream(path));
    parts.push({ name: 'source', path });
  }
  const written = { sha256, rows: output.rows };
  const read = kept === null || input === null ? null : { sha256: input, kept: form === null ? ('whole' as const) : ('form' as const) };
  await attach(
    changesPath,
    { schema: 'millrace.undo/1', ingest, source: read, output: written, steps, layout, hidden: [...hidden] },
    parts,
  );
  return { input, output: written.sha256 };
};
