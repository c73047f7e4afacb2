import type { Ingest, LayoutChange } from '@millrace/contracts';
import type { DataFrame } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import { columnsAfter } from './layout';
import { rowName } from './row-name';
import type { Table } from './table';

/** What a table was read as, with the columns that it has after what was done to them. Added ones are texts. */
export const outputColumns = (ingest: Ingest, layout: readonly LayoutChange[]): Ingest => ({
  ...ingest,
  columns: columnsAfter(ingest.columns, layout).map(({ position, name }) => ({
    position,
    name,
    jsonText: ingest.columns.find((column) => column.position === position)?.jsonText ?? true,
  })),
});

/**
 * The cells of columns that are in the frame and not among the table's any more; null where there are none.
 * @param hidden positions of those that went for good
 */
export const leftOut = ({ frame, columns, layout }: Table, hidden: ReadonlySet<number>): DataFrame | null => {
  if (!layout.some(({ kind }) => kind === 'drop')) return null;
  const kept = new Set([rowName, ...columnsAfter(columns, layout).map(({ position }) => cell(position))]);
  const gone = new Set([...hidden].map(cell));
  const names = frame.columns.filter((name) => !kept.has(name) && !gone.has(name));
  return names.length === 0 ? null : frame.select(rowName, ...names);
};
