import type { CodedColumn, CodedTable } from './coded-column';
import { groupBy, groupRows } from './groups';
import { measureDependency, type DependencyMeasure } from './measure-dependency';

/** Columns that mostly decide another one: rows that agree on the determinants agree on the dependent far more than chance has it. */
export interface Dependency extends DependencyMeasure {
  /** One or two columns, by their places in the table. */
  readonly determinants: readonly number[];
  readonly dependent: number;
}

export interface DiscoverOptions {
  /** The least strength (chance-corrected agreement, 0 to 1) that is reported. */
  readonly minStrength?: number;
  /** Cells that may be looked at: where all rows of all pairs of columns are more, only the first rows are taken. */
  readonly mostCells?: number;
}

const leastRows = 1000;
/** Rows beyond the first of each group: so much agreement must there be to be believed. */
const leastRepeats = 20;
/** A pair of determinants is tried of so many single ones that say anything of the dependent. */
const partners = 6;
const leastPartnerStrength = 0.05;
/** A pair must leave at most this part of the disagreement of the better one of the two alone. */
const pairGain = 0.6;

const firstRows = (column: CodedColumn, rows: number): CodedColumn => {
  if (rows >= column.codes.length) return column;
  const counts = new Uint32Array(column.values.length);
  const codes = column.codes.subarray(0, rows);
  for (let row = 0; row < rows; row += 1) if (codes[row]! >= 0) counts[codes[row]!]! += 1;
  return { codes, values: column.values, counts };
};

const distinctIn = ({ counts }: CodedColumn): number => counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);

/**
 * Approximate functional dependencies with one or two determinants, the strongest of each dependent first. Every pair of columns is
 * measured in one pass over its rows; pairs of determinants only where single ones leave something open, and of the best few.
 * Work is bounded by `mostCells`, memory by a few numbers a row.
 */
export const discoverDependencies = (
  table: CodedTable,
  { minStrength = 0.6, mostCells = 200_000_000 }: DiscoverOptions = {},
): Dependency[] => {
  const width = table.columns.length;
  const rows = Math.min(table.rows, Math.max(leastRows, Math.floor(mostCells / Math.max(1, width * width))));
  const columns = table.columns.map((column) => firstRows(column, rows));
  const distinct = columns.map(distinctIn);
  const widest = columns.reduce((most, { values }) => Math.max(most, values.length), 1);
  const tallies = { group: new Uint32Array(widest), all: new Uint32Array(widest) };
  const single = columns.map((): Dependency[] => []);
  const varies = (at: number) => distinct[at]! > 1;
  for (const [at, { codes, values }] of columns.entries()) {
    if (!varies(at)) continue;
    const groups = groupRows(codes, values.length);
    if (groups.rows.length - groups.count < leastRepeats) continue;
    for (const [dependent, column] of columns.entries()) {
      if (dependent === at || !varies(dependent)) continue;
      const measured = measureDependency(groups, column, tallies);
      if (measured.support - measured.groups < leastRepeats || measured.strength < leastPartnerStrength) continue;
      single[dependent]!.push({ determinants: [at], dependent, ...measured });
    }
  }
  return single.flatMap((found, dependent) => {
    found.sort((a, b) => b.strength - a.strength);
    const paired: Dependency[] = [];
    const best = found.slice(0, partners);
    for (const [at, left] of best.entries())
      for (const right of best.slice(at + 1)) {
        const determinants = [left.determinants[0]!, right.determinants[0]!];
        const open = 1 - Math.max(left.strength, right.strength);
        // What one decides to a tenth of a percent needs no second one.
        if (open < 0.001) continue;
        const measured = measureDependency(groupBy(columns, determinants), columns[dependent]!, tallies);
        if (measured.support * 2 < rows || measured.support - measured.groups < leastRepeats) continue;
        if (1 - measured.strength <= open * pairGain) paired.push({ determinants, dependent, ...measured });
      }
    return [...found, ...paired].filter(({ strength }) => strength >= minStrength).sort((a, b) => b.strength - a.strength);
  });
};
