import type { Missingness } from '@millrace/contracts';
import type { NullPatterns } from './row-absence';
import type { SampledColumn } from './row-sample';

export const mostCorrelated = 60;
type Correlation = NonNullable<Missingness['correlation']>;

export const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

/** Phi of two indicators: that both hold, that each holds, of so many rows. */
const phi = (both: number, a: number, b: number, rows: number): number => {
  const spread = Math.sqrt(a * (rows - a)) * Math.sqrt(b * (rows - b));
  return rounded(Math.max(-1, Math.min(1, (both * rows - a * b) / spread)));
};

/** The columns that tell most by their absence, in order of positions. */
const chosen = (absentOf: ReadonlyMap<number, number>, rows: number): number[] =>
  [...absentOf]
    .filter(([, absent]) => absent > 0 && absent < rows)
    .toSorted(([, a], [, b]) => Math.abs(a - rows / 2) - Math.abs(b - rows / 2))
    .slice(0, mostCorrelated)
    .map(([position]) => position)
    .toSorted((a, b) => a - b);

const square = (columns: readonly number[], together: Float64Array, rows: number): number[][] => {
  const size = columns.length;
  const own = (at: number) => together[at * size + at]!;
  return columns.map((_, a) => columns.map((__, b) => (a === b ? 1 : phi(together[a * size + b]!, own(a), own(b), rows))));
};

const wanted = (columns: readonly number[]): Map<number, number> => new Map(columns.map((position, at) => [position, at]));

/** From all patterns of a table, hence over all its rows. */
const ofPatterns = (patterns: NullPatterns, columns: readonly number[], rows: number): number[][] => {
  const places = wanted(columns);
  const size = columns.length;
  const together = new Float64Array(size * size);
  for (const { absent, rows: count } of patterns.each()) {
    const here = absent.flatMap((position) => places.get(position) ?? []);
    for (const a of here) for (const b of here) together[a * size + b]! += count;
  }
  return square(columns, together, rows);
};

const ofSample = (sampled: readonly SampledColumn[]): number[][] => {
  const size = sampled.length;
  const together = new Float64Array(size * size);
  const rows = sampled[0]?.codes.length ?? 0;
  const here = new Int32Array(size);
  for (let row = 0; row < rows; row += 1) {
    let length = 0;
    for (let at = 0; at < size; at += 1) if (sampled[at]!.codes[row]! < 0) here[length++] = at;
    for (let a = 0; a < length; a += 1) for (let b = 0; b < length; b += 1) together[here[a]! * size + here[b]!]! += 1;
  }
  return square(
    sampled.map(({ position }) => position),
    together,
    rows,
  );
};

const absentIn = ({ codes }: SampledColumn): number => codes.reduce((sum, code) => sum + (code < 0 ? 1 : 0), 0);

/**
 * How far the absence of one column goes with that of another: phi, which is Pearson's r of the two indicators. Over all rows where all
 * patterns are known, else over the sampled rows.
 * @param absentOf absent cells of each column
 */
export const nullityCorrelation = (
  patterns: NullPatterns,
  absentOf: ReadonlyMap<number, number>,
  rows: number,
  sample: readonly SampledColumn[],
): Correlation | null => {
  const possible = [...absentOf.values()].filter((absent) => absent > 0 && absent < rows).length;
  if (patterns.otherRows === 0) {
    const columns = chosen(absentOf, rows);
    if (columns.length < 2) return null;
    return { columns, leftOut: possible - columns.length, values: ofPatterns(patterns, columns, rows), rows };
  }
  const sampleRows = sample[0]?.codes.length ?? 0;
  const columns = chosen(new Map(sample.map((column) => [column.position, absentIn(column)])), sampleRows);
  if (columns.length < 2) return null;
  const kept = sample.filter(({ position }) => columns.includes(position)).toSorted((a, b) => a.position - b.position);
  return { columns, leftOut: possible - columns.length, values: ofSample(kept), rows: sampleRows };
};
