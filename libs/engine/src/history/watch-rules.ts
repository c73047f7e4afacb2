import type { Kind, WatchedMetric } from '@millrace/contracts';

/** What a watched metric usually is, by its history; undefined where it has none. */
export type Typical = (metric: WatchedMetric) => number | undefined;

interface WatchRule {
  /** What the number is of, as a sentence begins. */
  readonly subject: string;
  readonly unit: 'share' | 'number';
  /** Left out: every kind of column. */
  readonly kinds?: readonly Kind[];
  /** Half of the band is at least this: a change that is smaller does not matter. Null: the metric says nothing here. */
  readonly leastOf: (center: number, typical: Typical) => number | null;
  readonly advice: string;
}

const numbers: readonly Kind[] = ['integer', 'decimal'];
const texts: readonly Kind[] = ['text', 'category', 'identifier'];

/** A quarter of a standard deviation: a little over Cohen's small effect. */
const ofDeviation = (typical: Typical): number => 0.25 * (typical('std') ?? 0);

/** One entry for each watched metric, with the least change that matters. */
export const watchRules: Readonly<Record<WatchedMetric, WatchRule>> = {
  rows: {
    subject: 'The number of rows',
    unit: 'number',
    leastOf: (center) => 0.1 * center,
    advice: 'Look whether the file is whole, or has something twice.',
  },
  columns: { subject: 'The number of columns', unit: 'number', leastOf: () => 0, advice: 'Compare the versions: columns came or went.' },
  duplicateRows: {
    subject: 'The number of rows that repeat another',
    unit: 'number',
    leastOf: (_, typical) => 0.02 * (typical('rows') ?? 0),
    advice: 'Look whether an export was joined or sent twice; dropDuplicates sets such rows aside.',
  },
  completeness: {
    subject: 'The share of cells that have a value',
    unit: 'share',
    leastOf: () => 0.02,
    advice: 'The columns that lost their values are named in findings of their own.',
  },
  nullShare: {
    subject: 'The share of absent cells',
    unit: 'share',
    leastOf: () => 0.05,
    advice: 'Ask the source of the table what has become of the values before they are imputed.',
  },
  distinctCount: {
    subject: 'The number of different values',
    unit: 'number',
    // Of a column where nearly each value is another one, it is the number of rows once more.
    leastOf: (center, typical) => ((typical('distinctShare') ?? 1) > 0.5 ? null : Math.max(2, 0.25 * center)),
    advice: 'Compare the versions: they list the values that came and went.',
  },
  distinctShare: {
    subject: 'The share of different values',
    unit: 'share',
    leastOf: () => 0.1,
    advice: 'A key that repeats, or values that were cut, look like this.',
  },
  topShare: {
    subject: 'The share of the most frequent value',
    unit: 'share',
    leastOf: () => 0.1,
    advice: 'Look whether a default value stands where others stood.',
  },
  mean: {
    subject: 'The mean',
    unit: 'number',
    kinds: numbers,
    leastOf: (_, typical) => ofDeviation(typical),
    advice: 'Look whether the unit, the sign or the decimal separator has changed.',
  },
  std: {
    subject: 'The standard deviation',
    unit: 'number',
    kinds: numbers,
    leastOf: (center) => 0.25 * center,
    advice: 'Look at the outliers, and whether the values were cut off or rounded.',
  },
  meanLength: {
    subject: 'The mean length',
    unit: 'number',
    kinds: texts,
    leastOf: (center) => 0.2 * center,
    advice: 'Look whether texts were cut, or another field stands here.',
  },
};
