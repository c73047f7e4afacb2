import type { ColumnProfile, Keys, RelationMode, Relations } from '@millrace/contracts';
import type { ColumnView } from '../profile/column-view';
import type { ValueTable } from '../profile/values/value-table';
import { findKeys, type KeyColumn } from './candidate-keys';
import { DistinctRows } from './distinct-rows';
import { nearKey } from './near-keys';
import { nullityCorrelation } from './nullity-correlation';
import { readColumns } from './read-columns';
import { RowAbsence } from './row-absence';
import { RowSample, type SampledColumn } from './row-sample';

/** Columns whose sampled cells are kept. */
const mostColumns = 60;
const sampleRows = 50_000;
/** Sampled cells of all columns together: wide tables have fewer sampled rows. */
const sampleCells = 2_000_000;
/** Share of the table's cells that may be read again to check keys, and what a small table may read in any case. */
const budgetShare = 0.4;
const leastBudget = 2_000_000;

interface Kept extends SampledColumn {
  /** Bits that the column tells of a row. */
  readonly information: number;
}

/**
 * What the columns of a table have to do with each other, gathered while a profile goes through them one after another. Of each column
 * the cells of the sampled rows are kept; of more than sixty columns, those that tell the most bits of a row: entropy times the share of
 * cells that are present.
 */
export class TableRelations {
  private readonly absence: RowAbsence;
  private readonly sample: RowSample;
  private readonly kept: Kept[] = [];
  private readonly facts: Omit<KeyColumn, 'codes'>[] = [];
  private readonly near: Keys['near'] = [];

  constructor(
    private readonly rows: number,
    private readonly width: number,
    private readonly mode: RelationMode,
  ) {
    this.absence = new RowAbsence(rows, width);
    const most = Math.min(sampleRows, Math.floor(sampleCells / Math.min(mostColumns, Math.max(1, width))));
    this.sample = new RowSample(rows, mode === 'exact' ? rows : most);
  }

  /** Takes some cells of a column, all of them before those of the next. */
  add(position: number, table: ValueTable, firstRow: number, entries: Int32Array, length: number): void {
    this.absence.add(position, table, firstRow, entries, length);
    if (this.mode !== 'none') this.sample.add(firstRow, entries, length);
  }

  /** Takes a column whose cells were all added. */
  addColumn(profile: ColumnProfile, view: ColumnView): void {
    if (this.mode === 'none') return;
    const { position, kind, metrics } = profile;
    const { nullCount = 0, distinctCount = 0, entropy = 0 } = metrics;
    this.facts.push({ position, kind, absent: nullCount, distinct: distinctCount });
    const near = nearKey(profile, view);
    if (near) this.near.push(near);
    if (distinctCount === 0) return;
    this.kept.push({ ...this.sample.take(position, view), information: (entropy * (this.rows - nullCount)) / this.rows });
    if (this.kept.length <= mostColumns) return;
    const least = this.kept.reduce((low, { information }, at) => (information <= this.kept[low]!.information ? at : low), 0);
    this.kept.splice(least, 1);
  }

  /** Metrics of the table. */
  metrics(): { readonly completeRows: number; readonly emptyRows: number } {
    return this.absence.metrics();
  }

  /** Everything, once all columns were taken; undefined where nothing was asked for. Columns may be read again. */
  async finish(path: string): Promise<Relations | undefined> {
    const { mode, rows, kept } = this;
    if (mode === 'none' || rows === 0) return undefined;
    const found = this.absence.patterns();
    const absentOf = new Map(this.facts.map(({ position, absent }) => [position, absent]));
    return {
      mode,
      missingness: {
        patterns: found.most,
        distinctPatterns: found.count,
        otherRows: found.otherRows,
        completeness: this.absence.histogram(),
        correlation: nullityCorrelation(found, absentOf, rows, kept),
      },
      keys: await this.findKeys(path),
    };
  }

  private async findKeys(path: string): Promise<Keys> {
    const { rows, width, kept, near } = this;
    const codes = new Map(kept.map((column) => [column.position, column.codes]));
    let seen: DistinctRows | null = null;
    const keys = await findKeys({
      rows,
      columns: this.facts.map((column) => ({ ...column, codes: codes.get(column.position) ?? null })),
      sampleRows: this.sample.rows.length,
      cellsBudget: Math.max(leastBudget, Math.floor(rows * width * budgetShare)),
      verify: async (positions) => {
        seen ??= new DistinctRows(rows);
        seen.reset();
        let cellsRead = 0;
        for await (const chunks of readColumns(path, positions, rows)) {
          cellsRead += (chunks[0]?.length ?? 0) * chunks.length;
          if (seen.hasRepeat(chunks)) return { isKey: false, cellsRead };
        }
        return { isKey: true, cellsRead };
      },
    });
    return { ...keys, near };
  }
}
