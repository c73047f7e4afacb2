import { ColumnView } from '../profile/column-view';
import type { DateOrder } from '../profile/decide-kind';
import { frequentValues } from '../profile/frequent-values';
import { classCode } from '../profile/values/classify-value';
import { unpackDate } from '../profile/values/parse-date';
import { orderedPairs, type NumberIn } from './number-entries';
import type { OrderedColumn } from './ordered-column';
import { OrderedNumbers } from './ordered-numbers';
import type { SpilledColumn, SpillTools } from './spill-column';

/** A column that was counted, until `close`. */
export interface LaneColumn extends OrderedColumn {
  readonly close: () => void;
}

type Named = Pick<OrderedColumn, 'position' | 'name' | 'thresholds'>;
type CellAt = (row: number) => string | null;

const isWritten = (code: number): boolean => code >= classCode.ambiguousDate && code <= classCode.monthFirstDate;

const numbersOf = (view: ColumnView): NumberIn => {
  const fits = new Set(view.fittingClasses().map((name) => classCode[name]));
  const order: DateOrder | null = view.decision().dateOrder;
  return ({ numbers, classes }, at) => {
    const code = classes[at]!;
    if (!fits.has(code)) return Number.NaN;
    return order !== null && isWritten(code) ? unpackDate(numbers[at]!, order) : numbers[at]!;
  };
};

/** The column whose distinct values are all in the table. */
export const residentColumn = ({ table, scratch, capacity, now }: SpillTools, named: Named, cellAt: CellAt): LaneColumn => {
  const view = new ColumnView(table, { now, scratch });
  const [fits, numberOf, { size, counts }] = [view.fits(), view.numberOf(), table];
  const visit = (take: (value: number, cells: number) => void) => {
    for (let entry = 0; entry < size; entry += 1) {
      const number = fits(entry) ? numberOf(entry) : Number.NaN;
      if (Number.isFinite(number)) take(number, counts[entry]!);
    }
  };
  const pairs = view.isNumeric() ? orderedPairs(visit, scratch, capacity, true) : new Float64Array(0);
  return {
    ...named,
    view,
    numbers: OrderedNumbers.inMemory(pairs),
    decimals: table.decimals,
    order: table,
    frequent: frequentValues(view, (entry) => table.textOf(entry) ?? cellAt(table.firstRowOf(entry)) ?? ''),
    close: () => undefined,
  };
};

/** A column whose distinct values came in parts. */
export const spilledColumn = ({ parts, absent, order }: SpilledColumn, tools: SpillTools, named: Named, cellAt: CellAt): LaneColumn => {
  const { reader, sample, scratch, capacity, now } = tools;
  let numberIn: NumberIn | null = null;
  const known = parts.known(reader.rows, absent, (block, at) => (numberIn ??= numbersOf(view))(block, at));
  const view = new ColumnView(sample.table, { now, scratch, known });
  const numbers = view.isNumeric()
    ? parts.numbers.ordered(numbersOf(view), scratch, capacity)
    : OrderedNumbers.inMemory(new Float64Array(0));
  return {
    ...named,
    view,
    numbers,
    decimals: parts.decimals,
    order,
    frequent: parts.frequent(view.frequencies(), cellAt),
    close: () => {
      numbers.close();
      parts.numbers.close();
    },
  };
};
