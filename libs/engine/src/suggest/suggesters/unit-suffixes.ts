import type { CodedColumn } from '../../relations/coded-column';
import { percent, type Proposal, type Suggester } from '../proposal';
import { presentIn } from '../table-view';
import { readMeasured, type Measured } from '../units';

interface Counted extends Measured {
  readonly cells: number;
}

/** Part of a column's cells that must be numbers, with or without the unit. */
const leastShare = 0.95;
/** A unit is written in one way if so many cells have it like that. */
const oneSpelling = 0.8;
const mostWithMore = 0.15;

const median = (cells: readonly Counted[]): number => {
  const sorted = cells.toSorted((a, b) => a.value - b.value);
  let left = sorted.reduce((sum, { cells: count }) => sum + count, 0) / 2;
  return sorted.find(({ cells: count }) => (left -= count) <= 0)?.value ?? Number.NaN;
};
const cellsIn = (some: readonly Counted[]): number => some.reduce((sum, { cells }) => sum + cells, 0);
const sumBy = (some: readonly Counted[], keyOf: (one: Counted) => string): Map<string, number> => {
  const sums = new Map<string, number>();
  for (const one of some) sums.set(keyOf(one), (sums.get(keyOf(one)) ?? 0) + one.cells);
  return sums;
};

/** Whether numbers with a unit are on the scale of those without: 5.6 % among 5.6, not among 0.056. */
const isSameScale = (plain: readonly Counted[], withUnit: readonly Counted[]): boolean => {
  const low = plain.reduce((least, { value }) => Math.min(least, value), Infinity);
  const high = plain.reduce((most, { value }) => Math.max(most, value), -Infinity);
  const inside = cellsIn(withUnit.filter(({ value }) => value >= low && value <= high));
  if (inside < cellsIn(withUnit) * 0.95) return false;
  const [a, b] = [median(plain), median(withUnit)];
  return cellsIn(withUnit) < 10 || a === b || (a !== 0 && b / a > 0.4 && b / a < 2.5);
};

/** A few cells have a unit where most have none. */
const strays = (name: string, plain: readonly Counted[], withUnit: readonly Counted[]): Proposal[] => {
  const clean = withUnit.filter(({ unit, hasMore }) => unit !== null && !hasMore);
  const units = new Set(clean.map(({ unit }) => unit));
  if (units.size !== 1) return [];
  const [cells, others] = [cellsIn(clean), cellsIn(plain)];
  const spellings = [...new Set(clean.map(({ spelling }) => spelling))];
  return [
    {
      step: {
        step: 'stripUnits',
        columns: [name],
        units: spellings,
        numbers: 'keep',
      },
      safe: isSameScale(plain, clean),
      evidence: [
        `${cells} cells of "${name}" end with ${spellings.join(' or ')}; ${others} (${percent(others, cells + others)}) are plain numbers.`,
        `The medians are ${median(clean)} and ${median(plain)}.`,
      ],
    },
  ];
};

/** One unit in many spellings: no spelling is the column's own, and nothing tells its cells apart. */
const spelledInManyWays = (name: string, all: readonly Counted[], present: number): Proposal[] => {
  const unit = all[0]?.unit;
  if (unit === null || all.some((one) => one.unit !== unit)) return [];
  const written = [...sumBy(all, (one) => one.written)].sort((a, b) => b[1] - a[1]);
  const withMore = cellsIn(all.filter(({ hasMore }) => hasMore));
  if (written.length < 3 || (written[0]?.[1] ?? 0) > present * oneSpelling || withMore > present * mostWithMore) return [];
  return [
    {
      step: {
        step: 'stripUnits',
        columns: [name],
        units: [...new Set(all.map(({ spelling }) => spelling))],
        numbers: 'plain',
      },
      safe: true,
      evidence: [
        `All numbers of "${name}" are in one unit, written in ${written.length} ways: ${written
          .slice(0, 5)
          .map(([text, cells]) => `"${text}" (${percent(cells, present)})`)
          .join(', ')}.`,
      ],
    },
  ];
};

const measuredIn = ({ values, counts }: CodedColumn): Counted[] =>
  values.flatMap((value, code) => {
    const cells = counts[code] ?? 0;
    const measured = cells === 0 ? null : readMeasured(value);
    return measured ? [{ ...measured, cells }] : [];
  });

export const unitSuffixes: Suggester = (view) =>
  view.columns.flatMap(({ position, name }) => {
    const column = view.column(position);
    const present = presentIn(column);
    const measured = measuredIn(column);
    if (present === 0 || cellsIn(measured) < present * leastShare) return [];
    const plain = measured.filter(({ spelling }) => spelling === '');
    const withUnit = measured.filter(({ spelling }) => spelling !== '');
    if (withUnit.length === 0) return [];
    if (cellsIn(plain) >= present * 0.5) return strays(name, plain, withUnit);
    return plain.length === 0 && cellsIn(measured) === present ? spelledInManyWays(name, withUnit, present) : [];
  });
