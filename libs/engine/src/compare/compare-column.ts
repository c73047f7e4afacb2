import type { ColumnComparison, ColumnProfile, DriftThresholds } from '@millrace/contracts';
import type { BothColumns, Side } from './both-columns';
import { maskCategories, valueCategories } from './categories';
import type { ColumnPair } from './compare-schemas';
import { heaviest } from './heaviest';
import { kindFamily } from './kind-family';
import { chiSquareTest, measureCategories } from './measure-categories';
import { measureNumbers } from './measure-numbers';
import type { Measured, RawTest } from './measured';
import { populationStabilityTerms } from './statistics/population-stability';
import { sharesOf } from './statistics/shares';

type Test = ColumnComparison['tests'][number];
/** A column whose tests are not adjusted yet for how many there are. */
export type RawComparison = Omit<ColumnComparison, 'tests' | 'verdict'> & {
  readonly rawTests: readonly (RawTest & Pick<Test, 'of' | 'threshold'>)[];
  /** What moves on by itself, such as times, did so. */
  readonly hasAdvanced: boolean;
};

const shown = 5;
/** Above this share of different values nearly each is another one, and only their formats can be compared. */
const mostDistinctShare = 0.5;
const fewDistinct = 20;

const metric = ({ metrics }: ColumnProfile, id: string): number => metrics[id] ?? 0;
const presentOf = (column: ColumnProfile): number => metric(column, 'count') - metric(column, 'nullCount');

const basisOf = ({ before, after }: ColumnPair): ColumnComparison['basis'] => {
  if (presentOf(before) === 0 || presentOf(after) === 0) return 'none';
  const families = [before, after].map(({ kind, evidence }) => kindFamily(kind === 'text' ? evidence.candidate : kind));
  if (families.every((family) => family === 'number')) return 'numbers';
  if (families.every((family) => family === 'time')) return 'times';
  const isScattered = [before, after].some(
    (column) => metric(column, 'distinctCount') > Math.max(fewDistinct, presentOf(column) * mostDistinctShare),
  );
  return isScattered ? 'masks' : 'values';
};

/** Mean distance between neighbours. */
const stepOf = (column: ColumnProfile): number => metric(column, 'range') / Math.max(1, presentOf(column) - 1);
const mostStepRatio = 2;

/** Times, and whole numbers that only rise, in steps of about one size, and never repeat, went on where neither end went back. */
const hasAdvanced = ({ before, after }: ColumnPair, basis: ColumnComparison['basis']): boolean => {
  const isRunning = (column: ColumnProfile) => column.kind === 'integer' && metric(column, 'monotonicity') === 2;
  const ratio = stepOf(after) / stepOf(before);
  const isOneRun = isRunning(before) && isRunning(after) && ratio <= mostStepRatio && ratio >= 1 / mostStepRatio;
  const moves = basis === 'times' || (basis === 'numbers' && isOneRun);
  return moves && metric(after, 'min') >= metric(before, 'min') && metric(after, 'max') > metric(before, 'max');
};

const measure = (both: BothColumns, basis: ColumnComparison['basis']): Measured | null => {
  if (basis === 'none') return null;
  if (basis === 'values') return measureCategories(valueCategories(both));
  if (basis === 'masks') return measureCategories(maskCategories(both));
  const [before, after] = [both.numbers('before', basis), both.numbers('after', basis)];
  return before.length === 0 || after.length === 0 ? null : measureNumbers(before, after);
};

const contributionsOf = ({ counts, labelOf }: Measured): ColumnComparison['contributions'] => {
  const terms = populationStabilityTerms(counts.before, counts.after);
  const total = terms.reduce((sum, term) => sum + term, 0);
  const [p, q] = [sharesOf(counts.before), sharesOf(counts.after)];
  return heaviest(terms.length, shown, (at) => terms[at]!).map((at) => ({
    ...labelOf(at),
    before: p[at]!,
    after: q[at]!,
    part: Math.min(1, terms[at]! / total),
  }));
};

/** Values that one side has and the other has not. */
const onlyIn = (both: BothColumns, side: Side, other: Side): ColumnComparison['appeared'] => {
  const { table, counts } = both;
  const cellsOf = (entry: number) => (both.isToken(entry) || counts[other][entry]! > 0 ? 0 : counts[side][entry]!);
  let [distinct, cells] = [0, 0];
  for (let entry = 0; entry < table.size; entry += 1) {
    const count = cellsOf(entry);
    if (count > 0) distinct += 1;
    cells += count;
  }
  return { distinct, cells, examples: heaviest(table.size, shown, cellsOf).map((entry) => both.textOf(entry)) };
};

/** Compares what a column holds in two tables; its tests are still to be adjusted. */
export const compareColumn = (both: BothColumns, pair: ColumnPair, thresholds: DriftThresholds): RawComparison => {
  const { before, after } = pair;
  const basis = basisOf(pair);
  const measured = measure(both, basis);
  const rows = [metric(before, 'count'), metric(after, 'count')] as const;
  const absent = [metric(before, 'nullCount'), metric(after, 'nullCount')] as const;
  const shares = [metric(before, 'nullShare'), metric(after, 'nullShare')] as const;
  const absence: RawTest = {
    ...chiSquareTest([rows[0] - absent[0], absent[0]], [rows[1] - absent[1], absent[1]]),
    effect: Math.abs(shares[1] - shares[0]),
  };
  const threshold = measured?.test.method === 'kolmogorovSmirnov' ? thresholds.kolmogorovSmirnov : thresholds.cramersV;
  return {
    name: after.name,
    positions: { before: before.position, after: after.position },
    kinds: { before: before.kind, after: after.kind },
    basis: measured === null ? 'none' : basis,
    present: { before: presentOf(before), after: presentOf(after) },
    absentShare: { before: shares[0], after: shares[1] },
    distinct: { before: metric(before, 'distinctCount'), after: metric(after, 'distinctCount') },
    measures: measured?.measures ?? null,
    rawTests: [
      ...(measured === null ? [] : [{ ...measured.test, of: 'distribution' as const, threshold }]),
      ...(absent[0] + absent[1] === 0 ? [] : [{ ...absence, of: 'absence' as const, threshold: thresholds.absence }]),
    ],
    contributions: measured === null ? [] : contributionsOf(measured),
    appeared: basis === 'values' ? onlyIn(both, 'after', 'before') : null,
    vanished: basis === 'values' ? onlyIn(both, 'before', 'after') : null,
    hasAdvanced: hasAdvanced(pair, basis),
  };
};
