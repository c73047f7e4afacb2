import type { ColumnProfile, Keys, RelationMode, Relations } from '@millrace/contracts';
import type { TextReader } from '../columnar/text-reader';
import type { ColumnView } from '../profile/column-view';
import type { ValueTable } from '../profile/values/value-table';
import { findKeys, type KeyColumn } from './candidate-keys';
import { correlate } from './correlations/correlate';
import { DistinctRows } from './distinct-rows';
import { findDependencies } from './find-dependencies';
import { nearKey } from './near-keys';
import { nullityCorrelation } from './nullity-correlation';
import { RowAbsence } from './row-absence';
import { RowSample } from './row-sample';
import { SampledColumns } from './sampled-columns';

/** Columns that the sampled cells are reckoned for. */
const mostColumns = 60;
const sampleRows = 50_000;
/** Sampled cells of all columns together: wide tables have fewer sampled rows. */
const sampleCells = 1_000_000;
/** Share of the table's cells that may be read again to check keys, and what a small table may read in any case. */
const budgetShare = 0.4;
const leastBudget = 2_000_000;

/** What counts which cells of each row are absent. */
export type AbsenceKeeper = Pick<RowAbsence, 'add' | 'metrics' | 'patterns' | 'histogram'>;

/** What would take memory for each row, where somebody else keeps it. */
export interface KeptElsewhere {
  readonly absence: AbsenceKeeper;
  /** Whether no two rows agree in all of some columns. */
  readonly tellApart: (positions: readonly number[]) => Promise<boolean>;
}

/**
 * What the columns of a table have to do with each other, gathered while a profile goes through them one after another.
 */
export class TableRelations {
  private readonly absence: AbsenceKeeper;
  private readonly sample: RowSample;
  private readonly kept = new SampledColumns();
  private readonly facts: Omit<KeyColumn, 'codes'>[] = [];
  private readonly near: Keys['near'] = [];

  constructor(
    private readonly rows: number,
    private readonly width: number,
    private readonly mode: RelationMode,
    private readonly elsewhere?: KeptElsewhere,
  ) {
    this.absence = elsewhere?.absence ?? new RowAbsence(rows, width);
    const most = Math.min(sampleRows, Math.floor(sampleCells / Math.min(mostColumns, Math.max(1, width))));
    this.sample = new RowSample(rows, mode === 'exact' ? rows : most);
  }

  /** The rows, ascending, whose cells are looked at together. */
  get sampledRows(): Uint32Array {
    return this.sample.rows;
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
    const { nullCount = 0, distinctCount = 0 } = metrics;
    this.facts.push({ position, kind, absent: nullCount, distinct: distinctCount });
    const near = nearKey(profile, view);
    if (near) this.near.push(near);
    this.kept.add(this.sample, profile, view);
  }

  /** Metrics of the table. */
  metrics(): { readonly completeRows: number; readonly emptyRows: number } {
    return this.absence.metrics();
  }

  /** Everything, once all columns were taken; undefined where nothing was asked for. Columns may be read again, into memory that was used. */
  async finish(reader: TextReader, used?: ConstructorParameters<typeof DistinctRows>[1]): Promise<Relations | undefined> {
    const { mode, rows, kept, sample } = this;
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
        correlation: nullityCorrelation(found, absentOf, rows, kept.all()),
      },
      keys: await this.findKeys(reader, used),
      correlations: correlate(kept.correlated(), { rows: sample.rows.length, tableRows: rows, leftOut: kept.leftOut }),
      dependencies: findDependencies(kept.repeating(), sample.rows, rows),
    };
  }

  private async findKeys(reader: TextReader, used?: ConstructorParameters<typeof DistinctRows>[1]): Promise<Keys> {
    const { rows, width, kept, near } = this;
    const codes = new Map(kept.all().map((column) => [column.position, column.codes]));
    let seen: DistinctRows | null = null;
    const keys = await findKeys({
      rows,
      columns: this.facts.map((column) => ({ ...column, codes: codes.get(column.position) ?? null })),
      sampleRows: this.sample.rows.length,
      cellsBudget: Math.max(leastBudget, Math.floor(rows * width * budgetShare)),
      verify: async (positions) => {
        if (this.elsewhere) return { isKey: await this.elsewhere.tellApart(positions), cellsRead: rows * positions.length };
        seen ??= new DistinctRows(rows, used);
        seen.reset();
        let cellsRead = 0;
        for await (const chunks of reader.columns(positions)) {
          cellsRead += (chunks[0]?.length ?? 0) * chunks.length;
          if (seen.hasRepeat(chunks)) return { isKey: false, cellsRead };
        }
        return { isKey: true, cellsRead };
      },
    });
    return { ...keys, near };
  }
}
