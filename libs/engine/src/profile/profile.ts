import type { ColumnProfile, Finding, Ingest, Profile } from '@millrace/contracts';
import { TextReader } from '../columnar/text-reader';
import { duplicateFinding, type Thresholds } from './findings';
import { profileColumn } from './profile-column';
import { RowHashes } from './row-hashes';
import { classCode } from './values/classify-value';
import { ValueTable } from './values/value-table';

export interface ProfileRequest {
  readonly workingCopyPath: string;
  readonly ingest: Ingest;
  /** Called after each column with the share of the work that is done, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
  /** Of finding rules, by their names, where they are to differ from the documented ones. */
  readonly thresholds?: Thresholds;
  /** The moment of the profile in milliseconds since 1970 UTC: later dates lie in the future. */
  readonly now?: number;
}

/** What is known of the rows while columns are gone through one after another. */
class RowTotals {
  readonly hashes: RowHashes;
  /** Cells of each row that are absent. */
  private readonly absent: Uint16Array;

  constructor(
    rows: number,
    private readonly width: number,
  ) {
    this.hashes = new RowHashes(rows);
    this.absent = new Uint16Array(rows);
  }

  add(table: ValueTable, firstRow: number, entries: Int32Array, length: number): void {
    const { absent } = this;
    const { classes } = table;
    table.mixInto(this.hashes.words, firstRow, entries, length);
    for (let at = 0; at < length; at += 1) {
      const entry = entries[at]!;
      if (entry < 0 || classes[entry] === classCode.nullToken) absent[firstRow + at]! += 1;
    }
  }

  metrics(): { readonly completeRows: number; readonly emptyRows: number } {
    let [completeRows, emptyRows] = [0, 0];
    for (const absent of this.absent)
      if (absent === 0) completeRows += 1;
      else if (absent === this.width) emptyRows += 1;
    return { completeRows, emptyRows };
  }
}

const exampleRows = 10;

/**
 * Profiles a working copy column by column. Each cell is read once; what is held at once is the distinct values of one column, and some
 * bytes for each row. Everything about a value is worked out once, however often it occurs.
 */
export const profile = async ({
  workingCopyPath,
  ingest,
  onProgress = () => undefined,
  thresholds = {},
  now = Date.now(),
}: ProfileRequest): Promise<Profile> => {
  const { rows, columns: names } = ingest;
  const reader = new TextReader(workingCopyPath, rows, names.length);
  const table = new ValueTable(rows);
  const totals = new RowTotals(rows, names.length);
  const columns: ColumnProfile[] = [];
  const findings: Finding[] = [];
  let entries = new Int32Array(Math.min(rows, 131_072));
  for (const [from, to] of reader.groups()) {
    // Columns that are read together come in one slab; a column of its own may come in many.
    for await (const { firstRow, columns: chunks } of reader.slabs(from, to)) {
      for (const [at, chunk] of chunks.entries()) {
        const position = from + at;
        if (firstRow === 0) table.reset();
        if (chunk.length > entries.length) entries = new Int32Array(chunk.length);
        table.add(chunk, entries);
        totals.add(table, firstRow, entries, chunk.length);
        if (firstRow + chunk.length < rows) continue;
        const { name } = names[position]!;
        const cellAt = (row: number) => reader.cellAt(row, position);
        const profiled = profileColumn(table, { position, name, now, thresholds, cellAt });
        columns.push(profiled.profile);
        findings.push(...profiled.findings);
        onProgress((position + 1) / (names.length + 1));
      }
    }
  }
  const duplicates = totals.hashes.repeats(exampleRows);
  const cells = rows * columns.length;
  const absent = columns.reduce((sum, { metrics }) => sum + (metrics['nullCount'] ?? 0), 0);
  return {
    schema: 'millrace.profile/1',
    ingest,
    columns,
    metrics: {
      rows,
      columns: columns.length,
      duplicateRows: duplicates.count,
      completeness: cells === 0 ? 0 : (cells - absent) / cells,
      ...totals.metrics(),
    },
    findings: [...ingest.findings, ...duplicateFinding(duplicates), ...findings],
  };
};
