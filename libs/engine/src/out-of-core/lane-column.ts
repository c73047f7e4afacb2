import { ColumnView } from '../profile/column-view';
import type { DateOrder } from '../profile/decide-kind';
import { frequentValues } from '../profile/frequent-values';
import { classCode, valueClasses } from '../profile/values/classify-value';
import { unpackDate } from '../profile/values/parse-date';
import { entriesInBlock, orderedPairs, type CountedNumbers, type NumbersIn } from './number-entries';
import type { OrderedColumn } from './ordered-column';
import { OrderedNumbers } from './ordered-numbers';
import type { SpilledColumn } from './spill-column';
import type { SpillTools } from './spill-tools';

/** A column that was counted, until `close`. */
export interface LaneColumn extends OrderedColumn {
  readonly close: () => void;
}

type Named = Pick<OrderedColumn, 'position' | 'name' | 'thresholds'>;
type CellAt = (row: number) => string | null;

const isWritten = (code: number): boolean => code >= classCode.ambiguousDate && code <= classCode.monthFirstDate;

const numbersOf = (view: ColumnView): NumbersIn => {
  const fits = new Uint8Array(valueClasses.length);
  for (const name of view.fittingClasses()) fits[classCode[name]] = 1;
  const order: DateOrder | null = view.decision().dateOrder;
  return ({ length, numbers, classes }, into) => {
    for (let at = 0; at < length; at += 1) {
      const code = classes[at]!;
      const number = numbers[at]!;
      into[at] = fits[code] === 0 ? Number.NaN : order !== null && isWritten(code) ? unpackDate(number, order) : number;
    }
  };
};

/** The column whose distinct values are all in the table. */
export const residentColumn = ({ table, scratch, capacity, now }: SpillTools, named: Named, cellAt: CellAt): LaneColumn => {
  const view = new ColumnView(table, { now, scratch });
  const numbersIn = numbersOf(view);
  const blocks = function* (): Generator<CountedNumbers> {
    const into = new Float64Array(entriesInBlock);
    for (let from = 0; from < table.size; from += entriesInBlock) {
      const to = Math.min(table.size, from + entriesInBlock);
      const [length, numbers, classes] = [to - from, table.numbers.subarray(from, to), table.classes.subarray(from, to)];
      numbersIn({ length, numbers, classes }, into);
      yield { length, numbers: into, counts: table.counts.subarray(from, to) };
    }
  };
  const pairs = view.isNumeric() ? orderedPairs(blocks, scratch, capacity, true) : new Float64Array(0);
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
  const { reader, sample, scratch, now } = tools;
  const known = parts.known(reader.rows, absent, (block, into) => numbersOf(view)(block, into));
  const view = new ColumnView(sample.table, { now, scratch, known });
  const numbers = view.isNumeric() ? parts.numbers.ordered(numbersOf(view), scratch) : OrderedNumbers.inMemory(new Float64Array(0));
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
