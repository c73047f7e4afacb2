import type { CodedColumn } from '../../relations/coded-column';
import { percent, type Proposal, type Suggester } from '../proposal';
import { presentIn } from '../table-view';
import { asShares, cellsIn, isSameScale, medianOf } from '../scale';
import { readMeasured, unitsInName, type Measured } from '../units';

interface Counted extends Measured {
  readonly cells: number;
}

/** Part of a column's cells that must be numbers, with or without the unit. */
const leastShare = 0.95;
/** A unit is the column's own if so many cells have it in one way; ways that few cells have are slips, not ways. */
const oneSpelling = 0.6;
const leastOfWay = 0.05;
const leastWays = 3;
const mostWithMore = 0.1;
/** Behind a unit it makes another quantity of the number: `5 min 30 sec`, `20 mg twice daily`. What a can is called does not. */
const anotherQuantity =
  /[\d/+×*@]|\b(?:a|an|and|by|daily|each|every|half|hourly|monthly|of|once|or|per|plus|quarter|times|to|twice|weekly|x|yearly)\b/i;
/**
 * Cells with a stray unit before it is taken for an addition. What the column is called tells its unit; small numbers are the same in kilograms
 * and pounds. Where it says none, so many that their median tells. Percents are no unit: a number that a cell without a sign has tells, too.
 */
const leastStrays = 5;
const leastKnown = 0.8;
const leastTelling = 20;
const nearMedian = 1.2;
/** Of money and time, numbers are much the same in one unit and the next. */
const ofMoneyOrTime: ReadonlySet<string> = new Set(['usd', 'eur', 'gbp', 'sec', 'min', 'hr', 'day', 'yr']);

/** As it is spelled, whatever its case and number: one and two minutes are not written in two ways. */
const wayOf = ({ written }: Measured): string => written.toLowerCase().replace(/(?<=..)s(?=\.?$)/, '');

const sumBy = (some: readonly Counted[], keyOf: (one: Counted) => string): Map<string, number> => {
  const sums = new Map<string, number>();
  for (const one of some) sums.set(keyOf(one), (sums.get(keyOf(one)) ?? 0) + one.cells);
  return sums;
};

/** A few cells have a unit where most have none. */
const strays = (name: string, plain: readonly Counted[], withUnit: readonly Counted[]): Proposal[] => {
  const clean = withUnit.filter(({ unit, more }) => unit !== null && more === null);
  const units = new Set(clean.map(({ unit }) => unit));
  if (units.size !== 1) return [];
  // Percents among shares: the number is another one then.
  if (units.has('%') && !isSameScale(plain, clean) && isSameScale(plain, asShares(clean))) return [];
  const [cells, others] = [cellsIn(clean), cellsIn(plain)];
  const spellings = [...new Set(clean.map(({ spelling }) => spelling))];
  const numbers = new Set(plain.map(({ value }) => value));
  const known = cellsIn(clean.filter(({ value }) => numbers.has(value)));
  const ratio = medianOf(clean) / medianOf(plain);
  const isSameMedian = cells >= leastTelling && ratio < nearMedian && ratio > 1 / nearMedian;
  // A letter behind a number may be part of a code: bus 38L.
  const isUnit = spellings.every((spelling) => spelling === '%' || spelling.length > 1);
  const named = unitsInName(name);
  const isUntold = units.has('%')
    ? known >= cells * leastKnown || isSameMedian
    : isSameMedian && ![...units].some((unit) => unit !== null && ofMoneyOrTime.has(unit));
  const isOwn = named.size === 0 ? isUntold : named.size === 1 && [...units].every((unit) => unit !== null && named.has(unit));
  return [
    {
      step: {
        step: 'stripUnits',
        columns: [name],
        units: spellings,
        numbers: 'keep',
      },
      safe: isUnit && cells >= leastStrays && isSameScale(plain, clean) && isOwn,
      evidence: [
        `${cells} cells of "${name}" end with ${spellings.join(' or ')}; ${others} (${percent(others, cells + others)}) are plain numbers.`,
        `The medians are ${medianOf(clean)} and ${medianOf(plain)}; ${known} of the numbers stand in other cells without a unit.`,
      ],
    },
  ];
};

/** One unit in many spellings: no spelling is the column's own, and nothing tells its cells apart. */
const spelledInManyWays = (name: string, all: readonly Counted[], present: number): Proposal[] => {
  const unit = all[0]?.unit;
  if (unit === null || all.some((one) => one.unit !== unit)) return [];
  const written = [...sumBy(all, (one) => one.written)].sort((a, b) => b[1] - a[1]);
  if (all.some(({ more }) => more !== null && anotherQuantity.test(more))) return [];
  const withMore = cellsIn(all.filter(({ more }) => more !== null));
  const ways = [...sumBy(all, wayOf).values()].filter((cells) => cells >= present * leastOfWay);
  if (ways.length < leastWays || Math.max(...ways) > present * oneSpelling || withMore > present * mostWithMore) return [];
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
