import type { Dependencies } from '@millrace/contracts';
import type { CodedColumn } from './coded-column';
import { discoverDependencies, type Dependency } from './discover-dependencies';
import { groupBy } from './groups';
import type { SampledColumn } from './row-sample';

const mostFound = 50;
const mostExamples = 10;
/** Rows of all pairs of columns that are looked at. */
const mostCells = 2_000_000;
const leastStrength = 0.9;
const mostViolations = 0.05;

/** Codes from 0 on without gaps. */
const dense = ({ codes }: SampledColumn): CodedColumn => {
  let highest = -1;
  for (let row = 0; row < codes.length; row += 1) if (codes[row]! > highest) highest = codes[row]!;
  const numbers = new Int32Array(highest + 1).fill(-1);
  let distinct = 0;
  const own = new Int32Array(codes.length).fill(-1);
  const counts = new Uint32Array(highest + 1);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row]!;
    if (code < 0) continue;
    if (numbers[code]! < 0) numbers[code] = distinct++;
    own[row] = numbers[code]!;
    counts[own[row]!]! += 1;
  }
  return { codes: own, values: new Array<string>(distinct).fill(''), counts: counts.slice(0, distinct) };
};

const agrees = (codes: Int32Array, rows: Uint32Array): boolean => {
  let first = -1;
  for (let at = 0; at < rows.length; at += 1) {
    const code = codes[rows[at]!]!;
    if (code < 0) continue;
    if (first < 0) first = code;
    else if (code !== first) return false;
  }
  return true;
};

/** Rows that have not the most frequent value of their group, ascending. */
const violatingRows = (columns: readonly CodedColumn[], { determinants, dependent }: Dependency): number[] => {
  const { starts, rows, count } = groupBy(columns, determinants);
  const { codes } = columns[dependent]!;
  const found: number[] = [];
  for (let group = 0; group < count; group += 1) {
    const members = rows.subarray(starts[group], starts[group + 1]);
    if (agrees(codes, members)) continue;
    const tally = new Map<number, number>();
    for (const row of members) if (codes[row]! >= 0) tally.set(codes[row]!, (tally.get(codes[row]!) ?? 0) + 1);
    const [most] = [...tally].reduce((a, b) => (b[1] > a[1] ? b : a));
    for (const row of members) if (codes[row]! >= 0 && codes[row] !== most) found.push(row);
  }
  return found.sort((a, b) => a - b).slice(0, mostExamples);
};

const isTold = ({ strength, violations, support }: Dependency): boolean =>
  strength >= leastStrength && violations <= support * mostViolations;

/** A pair of determinants of which one alone does as well says nothing new. */
const isMinimal = (one: Dependency, _: number, all: readonly Dependency[]): boolean =>
  one.determinants.length === 1 ||
  !all.some(
    ({ determinants, dependent, violations }) =>
      determinants.length === 1 &&
      dependent === one.dependent &&
      one.determinants.includes(determinants[0]!) &&
      violations <= one.violations,
  );

/**
 * Columns that decide others among the sampled rows, exactly or nearly: at least 90 % of the agreement that is possible beyond chance, and
 * at most 5 % of the rows against it.
 */
export const findDependencies = (kept: readonly SampledColumn[], sampleRows: Uint32Array, tableRows: number): Dependencies => {
  const columns = kept.map(dense);
  const rows = Math.min(sampleRows.length, Math.max(1000, Math.floor(mostCells / Math.max(1, columns.length ** 2))));
  // The rows that are looked at lie as evenly as those of the sample.
  const step = Math.max(1, Math.floor(sampleRows.length / rows));
  const taken =
    step === 1 ? columns : columns.map((column) => dense({ position: 0, codes: column.codes.filter((_, row) => row % step === 0) }));
  const height = taken[0]?.codes.length ?? 0;
  const found = discoverDependencies(
    { rows: height, columns: taken },
    { minStrength: leastStrength, mostCells: height * columns.length ** 2 },
  );
  return {
    rows: height,
    isSampled: height < tableRows,
    found: found
      .filter(isTold)
      .filter(isMinimal)
      .toSorted((a, b) => b.strength - a.strength)
      .slice(0, mostFound)
      .map((one) => ({
        determinants: one.determinants.map((at) => kept[at]!.position),
        dependent: kept[one.dependent]!.position,
        support: one.support,
        violations: one.violations,
        strength: Math.round(one.strength * 1e6) / 1e6,
        exampleRows: one.violations === 0 ? [] : violatingRows(taken, one).map((row) => sampleRows[row * step]!),
      })),
  };
};
