import type { ColumnProfile } from '@millrace/contracts';
import type { ColumnView } from '../profile/column-view';
import type { CorrelatedColumn } from './correlations/correlate';
import type { RowSample, SampledColumn } from './row-sample';

const mostCorrelated = 60;
const mostOthers = 30;
/** Columns most of whose values occur once decide nothing that rows could show, and nothing decides them. */
const mostDistinctShare = 0.5;

interface Kept extends SampledColumn {
  /** Bits that the column tells of a row. */
  readonly information: number;
  readonly correlated: CorrelatedColumn | null;
  readonly repeats: boolean;
}

/** Levels from 0 on, in order of first sampled rows. */
const asLevels = ({ position, codes }: SampledColumn): CorrelatedColumn => {
  const numbers = new Map<number, number>();
  const levels = codes.map((code) => {
    if (code < 0) return -1;
    const known = numbers.get(code) ?? numbers.size;
    numbers.set(code, known);
    return known;
  });
  return { position, role: 'category', levels, levelCount: numbers.size };
};

const asNumbers = ({ position, codes }: SampledColumn, view: ColumnView): CorrelatedColumn => {
  const [fits, numberOf] = [view.fits(), view.numberOf()];
  const values = new Float64Array(codes.length);
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at]!;
    const number = code >= 0 && fits(code) ? numberOf(code) : Number.NaN;
    values[at] = Number.isFinite(number) ? number : Number.NaN;
  }
  return { position, role: 'number', values };
};

const without = (kept: Kept[], most: number): void => {
  if (kept.length <= most) return;
  kept.splice(
    kept.reduce((low, { information }, at) => (information <= kept[low]!.information ? at : low), 0),
    1,
  );
};

/**
 * The sampled cells of the columns that tell the most bits of a row (entropy × share of present cells): up to sixty of numbers, times and
 * categories, which are correlated, and up to thirty of others, which may be parts of keys.
 */
export class SampledColumns {
  private readonly able: Kept[] = [];
  private readonly others: Kept[] = [];
  private seen = 0;

  /** Takes the column whose cells the sample has. */
  add(sample: RowSample, { position, kind, metrics }: ColumnProfile, view: ColumnView): void {
    const { count = 0, nullCount = 0, entropy = 0, distinctCount = 0, distinctShare = 1 } = metrics;
    if (distinctCount === 0) return;
    const column = sample.take(position, view);
    const repeats = distinctCount > 1 && distinctShare <= mostDistinctShare;
    const information = (entropy * (count - nullCount)) / Math.max(1, count);
    const isCategory = kind === 'category' || kind === 'boolean';
    if (distinctCount > 1 && (isCategory || view.isNumeric())) {
      this.seen += 1;
      this.able.push({ ...column, information, repeats, correlated: isCategory ? asLevels(column) : asNumbers(column, view) });
      without(this.able, mostCorrelated);
    } else {
      this.others.push({ ...column, information, repeats, correlated: null });
      without(this.others, mostOthers);
    }
  }

  all(): Kept[] {
    return [...this.able, ...this.others];
  }

  /** Those whose values mostly repeat, in order of positions. */
  repeating(): SampledColumn[] {
    return this.all()
      .filter(({ repeats }) => repeats)
      .toSorted((a, b) => a.position - b.position);
  }

  correlated(): CorrelatedColumn[] {
    return this.able.flatMap(({ correlated }) => correlated ?? []).toSorted((a, b) => a.position - b.position);
  }

  /** Columns that could be correlated and were not kept. */
  get leftOut(): number {
    return this.seen - this.able.length;
  }
}
