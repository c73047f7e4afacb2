import type { CodedColumn, CodedTable } from '../relations/coded-column';
import { isSettled, leadingValues, type Claims, type Verdict } from './reconcile-sources';

/** Sources that a table may have, rows that each must have at least, and how often one may say something of a key twice. */
const [fewestSources, mostSources, leastRows, mostTwice] = [5, 500, 10, 0.01] as const;
/** Keys that are told of by so many rows on the average. */
const leastTold = 4;
/** Of the keys that several sources tell of, those on which they have to agree for the column to be a fact of the key. */
const leastSettled = 0.3;
/** Columns of facts: one or two that differ between sources may well be what makes them differ, such as prices. */
const leastColumns = 3;
/** A source that says something else so often tells of something else. */
const apartFrom = 0.6;
/** Chance of sources being as different as they are, were all as good; as a number of deviations of a chi-square from its mean. */
const leastDifferent = 8;
const leastCorrelation = 0.5;
/** Sources that err, and yet tell of the same: where few differ from all others, they have their reasons. */
const [errsFrom, leastErring] = [0.03, 0.3] as const;
const [rounds, threshold, majority] = [5, 0.8, 0.6] as const;

/** A column that sources tell of. */
interface Told {
  readonly column: number;
  /** By code of the source: settled keys that it says something of, and those of which it says something else. */
  readonly said: Float64Array;
  readonly wrong: Float64Array;
}

/** That a table holds what sources say of keys. */
export interface FoundSources {
  readonly key: number;
  readonly source: number;
  readonly columns: readonly number[];
  /** By code of the source. */
  readonly weights: readonly number[];
  /** By place in `columns`: codes of sources that tell of something else. */
  readonly apart: readonly (readonly number[])[];
  readonly threshold: number;
  /** Least and greatest share of errors of a source. */
  readonly errors: readonly [number, number];
}

/** Whether each source tells of each key once. */
const areClaims = (key: CodedColumn, source: CodedColumn, rows: number): boolean => {
  const seen = new Set<number>();
  let twice = 0;
  for (let row = 0; row < rows; row += 1) {
    const [one, other] = [key.codes[row] ?? -1, source.codes[row] ?? -1];
    if (one < 0 || other < 0) return false;
    const pair = one * source.values.length + other;
    if (seen.has(pair)) twice += 1;
    if (twice > mostTwice * rows) return false;
    seen.add(pair);
  }
  return true;
};

/** Pairs of columns of which one may name keys and the other sources. */
const candidates = ({ rows, columns }: CodedTable): [key: number, source: number][] => {
  const isSource = ({ values, counts }: CodedColumn) =>
    values.length >= fewestSources &&
    values.length <= mostSources &&
    counts.filter((count) => count >= leastRows).length >= 0.8 * values.length;
  return columns.flatMap((source, at) =>
    !isSource(source)
      ? []
      : columns.flatMap((key, other): [number, number][] => {
          const [keys, sources] = [key.values.length, source.values.length];
          const isKey = other !== at && keys > sources && keys * leastTold <= rows && keys * sources * (1 + mostTwice) >= rows;
          return isKey && areClaims(key, source, rows) ? [[other, at]] : [];
        }),
  );
};

const weightOf = (said: number, wrong: number): number => {
  const right = Math.min(0.99, Math.max(0.5, (said - wrong + 1) / (said + 2)));
  return Math.max(0.05, Math.log(right / (1 - right)));
};

/** What sources have said and got wrong of the keys on which the others agree: a source is no judge of itself. */
const tally = (claims: Claims, target: CodedColumn, verdicts: readonly Verdict[]): { said: Float64Array; wrong: Float64Array } => {
  const [said, wrong] = [new Float64Array(claims.source.values.length), new Float64Array(claims.source.values.length)];
  for (const { rows, value } of verdicts)
    for (const row of rows) {
      const [code, source] = [target.codes[row] ?? -1, claims.source.codes[row] ?? -1];
      if (code < 0) continue;
      said[source]! += 1;
      if (code !== value) wrong[source]! += 1;
    }
  return { said, wrong };
};

/** How much more sources differ in their errors than they would by chance, in deviations. */
const differences = ({ said, wrong }: Pick<Told, 'said' | 'wrong'>): number => {
  const [all, errors] = [said.reduce((a, b) => a + b, 0), wrong.reduce((a, b) => a + b, 0)];
  const share = errors / Math.max(1, all);
  if (share === 0 || share === 1) return 0;
  let [sum, count] = [0, 0];
  for (const [at, told] of said.entries()) {
    if (told < leastRows) continue;
    sum += ((wrong[at] ?? 0) - told * share) ** 2 / (told * share * (1 - share));
    count += 1;
  }
  return count < 2 ? 0 : (sum - (count - 1)) / Math.sqrt(2 * (count - 1));
};

const correlation = (a: Told, b: Told): number => {
  const pairs = Array.from(a.said.keys()).flatMap((at) =>
    a.said[at]! >= leastRows && b.said[at]! >= leastRows ? [[a.wrong[at]! / a.said[at]!, b.wrong[at]! / b.said[at]!] as const] : [],
  );
  const mean = (of: (pair: readonly [number, number]) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / Math.max(1, pairs.length);
  const [one, other] = [mean(([x]) => x), mean(([, y]) => y)];
  const covariance = mean(([x, y]) => (x - one) * (y - other));
  const spread = Math.sqrt(mean(([x]) => (x - one) ** 2) * mean(([, y]) => (y - other) ** 2));
  return spread === 0 ? 0 : covariance / spread;
};

const equal = { length: mostSources + 1 };
const toldIn = (claims: Claims, target: CodedColumn, column: number): Told | null => {
  const weights = Array.from(equal, () => 1);
  const verdicts = [...leadingValues(claims, target, { weights, apart: new Set() })];
  const several = verdicts.filter(({ saying }) => saying >= leastTold);
  // Before it is known who errs, a clear majority has to do.
  const settled = several.filter((verdict) => isSettled(verdict, majority));
  const values = new Set(settled.map(({ value }) => value));
  // A column that says the same everywhere is no fact of a key.
  if (several.length < leastRows || settled.length < leastSettled * several.length || values.size < settled.length / 20) return null;
  return { column, ...tally(claims, target, settled) };
};

const summed = (all: readonly Told[], of: 'said' | 'wrong', at: number): number => all.reduce((sum, told) => sum + (told[of][at] ?? 0), 0);

/** The sources that agree with one another beyond chance, over all columns that they tell of. */
const judge = (table: CodedTable, key: number, source: number): FoundSources | null => {
  const claims: Claims = { rows: table.rows, key: table.columns[key]!, source: table.columns[source]! };
  const told = table.columns.flatMap((target, at) => (at === key || at === source ? [] : (toldIn(claims, target, at) ?? [])));
  const differing = told.filter((one) => differences(one) >= leastDifferent);
  const agreeing = differing.filter(
    (one) => differing.filter((other) => other !== one && correlation(one, other) >= leastCorrelation).length >= leastColumns - 1,
  );
  if (agreeing.length < leastColumns) return null;
  const sources = Array.from(claims.source.values.keys());
  const shareOf = (at: number) => summed(agreeing, 'wrong', at) / Math.max(1, summed(agreeing, 'said', at));
  if (sources.filter((at) => shareOf(at) > errsFrom && shareOf(at) < apartFrom).length < leastErring * sources.length) return null;
  let [weights, last] = [sources.map((at) => weightOf(summed(agreeing, 'said', at), summed(agreeing, 'wrong', at))), agreeing];
  const apart = agreeing.map(({ said, wrong }) =>
    sources.filter((at) => (wrong[at] ?? 0) > apartFrom * Math.max(leastRows / 2, said[at] ?? 0)),
  );
  for (let round = 0; round < rounds; round += 1) {
    last = agreeing.map(({ column }, at) => {
      const target = table.columns[column]!;
      const verdicts = [...leadingValues(claims, target, { weights, apart: new Set(apart[at]) })];
      return { column, ...tally(claims, target, verdicts.filter((verdict) => isSettled(verdict, threshold))) }; // prettier-ignore
    });
    weights = sources.map((at) => weightOf(summed(last, 'said', at), summed(last, 'wrong', at)));
  }
  const errors = sources.flatMap((at) =>
    summed(last, 'said', at) >= leastRows ? [summed(last, 'wrong', at) / summed(last, 'said', at)] : [],
  );
  const rounded = weights.map((weight) => Number(weight.toFixed(3)));
  return {
    key,
    source,
    columns: agreeing.map(({ column }) => column),
    weights: rounded,
    apart,
    threshold,
    errors: [Math.min(...errors), Math.max(...errors)],
  };
};

/**
 * Finds whether a table holds what several sources say of the same things: a column that names keys, another one that names sources of which
 * each tells of a key once, and three columns at least that sources mostly agree on, in which some sources err much more often than others
 * and the same ones in each. What differs between sources for reasons of its own, such as prices of shops, does not look so.
 * @returns null where it does not, or where two pairs of columns may be key and source
 */
export const findSources = (table: CodedTable): FoundSources | null => {
  const found = candidates(table).flatMap(([key, source]) => judge(table, key, source) ?? []);
  return found.length === 1 ? (found[0] ?? null) : null;
};
