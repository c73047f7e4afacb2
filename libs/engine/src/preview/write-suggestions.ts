import type { Ingest, SuggestedChange } from '@millrace/contracts';
import { writeFileSync } from 'node:fs';
import pl from 'nodejs-polars';
import { rowName } from '../cleanse/row-name';
import { recordKeys } from '../records/record-keys';
import { encodeFrame } from '../relations/encode-table';
import { allRows } from './take-sample';

/** A change that a step is not sure enough of. */
export type Suggested = Omit<SuggestedChange, 'record' | 'decision'>;

const mostRows = 100_000;

/**
 * Writes suggested changes as JSON lines in order of rows, of each cell the surest, with the key by which its row is known again.
 * @returns how many
 */
export const writeSuggestions = (suggested: readonly Suggested[], workingCopyPath: string, ingest: Ingest, path: string): number => {
  const surest = new Map<string, Suggested>();
  for (const one of suggested) {
    const cell = `${one.row} ${one.column}`;
    if ((surest.get(cell)?.confidence ?? -1) < one.confidence) surest.set(cell, one);
  }
  const found = [...surest.values()].sort((a, b) => a.row - b.row || (a.column < b.column ? -1 : 1)).slice(0, mostRows);
  const rows = [...new Set(found.map(({ row }) => row))];
  const frame = allRows(workingCopyPath).filter(pl.col(rowName).isIn(rows)).sort(pl.col(rowName)).collectSync();
  const table = encodeFrame(
    frame,
    ingest.columns.map(({ position }) => position),
  );
  const keys = new Map([...recordKeys(table.columns, table.rows)].map((key, at) => [rows[at], key]));
  writeFileSync(path, found.map((one) => `${JSON.stringify({ ...one, record: keys.get(one.row) })}\n`).join(''));
  return found.length;
};
