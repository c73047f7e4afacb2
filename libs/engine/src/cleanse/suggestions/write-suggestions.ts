import type { Ingest, SuggestedChange } from '@millrace/contracts';
import pl from 'nodejs-polars';
import { SyncFileSink } from '../../columnar/sync-file-sink';
import { recordKeys } from '../../records/record-keys';
import { encodeFrame } from '../../relations/encode-table';
import { Chunks } from '../out-of-core/chunks';
import { rowName } from '../row-name';

/** Suggested changes as JSON lines in order of rows. */
export interface WrittenSuggestions {
  readonly ndjsonPath: string;
  readonly count: number;
}

/** A change that a step is not sure enough of. */
export type Suggested = Omit<SuggestedChange, 'record' | 'decision'>;

const mostRows = 100_000;

/** Of each cell the surest, in order of rows. */
const surestOf = (suggested: readonly Suggested[]): Suggested[] => {
  const surest = new Map<string, Suggested>();
  for (const one of suggested) {
    const cell = `${one.row} ${one.column}`;
    if ((surest.get(cell)?.confidence ?? -1) < one.confidence) surest.set(cell, one);
  }
  return [...surest.values()].sort((a, b) => a.row - b.row || (a.column < b.column ? -1 : 1)).slice(0, mostRows);
};

/**
 * Writes suggested changes as JSON lines in order of rows, of each cell the surest, with the key by which its row is known again. Of the
 * table only one part is in memory at a time.
 */
export const writeSuggestions = async (
  suggested: readonly Suggested[],
  workingCopyPath: string,
  ingest: Ingest,
  ndjsonPath: string,
): Promise<WrittenSuggestions> => {
  const found = surestOf(suggested);
  const sink = new SyncFileSink(ndjsonPath, 'w');
  try {
    const byRow = Map.groupBy(found, ({ row }) => row);
    const rows = [...byRow.keys()];
    const positions = ingest.columns.map(({ position }) => position);
    if (rows.length > 0)
      for await (const part of new Chunks(workingCopyPath, positions.length).with(rows)) {
        const frame = part.filter(pl.col(rowName).isIn(rows));
        const own = frame.getColumn(rowName).toArray() as number[];
        const table = encodeFrame(frame, positions);
        const lines = [...recordKeys(table.columns, table.rows)].flatMap((record, at) =>
          (byRow.get(own[at] ?? -1) ?? []).map((one) => `${JSON.stringify({ ...one, record })}\n`),
        );
        sink.write(Buffer.from(lines.join('')));
      }
  } finally {
    sink.close();
  }
  return { ndjsonPath, count: found.length };
};
