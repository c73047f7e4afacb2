import type { CodedColumn } from '../../relations/coded-column';
import { countBy, presentIn } from '../table-view';
import type { Suggester } from '../proposal';

/** As the step trims: Unicode White_Space, which JavaScript's `\s` has but for U+0085. */
const isPadded = (value: string): boolean => /^[\s\u0085]|[\s\u0085]$/.test(value);

/** Part of the cells from which on those that are indented may be parts of what stands above them, and that must not be indented then. */
const [leastIndented, leastHeads] = [0.2, 0.02];

/** Whether blanks before cells may say what belongs to what: many are indented by two blanks, a tab or more, and have none behind them. */
const mayBeOutline = (column: CodedColumn): boolean => {
  const kinds = countBy(column, (value) => (!isPadded(value) ? 'head' : /^(?: {2,}|\t+)\S(?:.*\S)?$/s.test(value) ? 'indented' : 'padded'));
  const of = (kind: string): number => kinds.get(kind as 'head') ?? 0;
  const present = presentIn(column);
  if (of('padded') > 0 || of('indented') < present * leastIndented || of('head') < present * leastHeads) return false;
  // Numbers that are set flush right are no parts of others.
  return countBy(column, ({ length }) => length).size > 1;
};

export const whiteSpace: Suggester = (view) => {
  const padded = view.columns.flatMap(({ position, name }) => {
    const column = view.column(position);
    const cells = countBy(column, isPadded).get(true) ?? 0;
    return cells === 0 ? [] : [{ name, cells, isOutline: mayBeOutline(column) }];
  });
  return [false, true].flatMap((isOutline) => {
    const some = padded.filter((one) => one.isOutline === isOutline);
    if (some.length === 0) return [];
    const because = isOutline ? ', many by two blanks, a tab or more, as parts below what they belong to' : '';
    return [
      {
        step: { step: 'trimWhitespace' as const, columns: some.map(({ name }) => name) },
        safe: !isOutline,
        evidence: some.map(({ name, cells }) => `${cells} cells of "${name}" begin or end with white space${because}.`),
      },
    ];
  });
};
