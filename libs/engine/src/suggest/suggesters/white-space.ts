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

/** Part of the cells from which on white space at their ends is no slip. */
const leastMeant = 0.3;
const saysSomething = (value: string): boolean => /[\p{L}\p{N}]/u.test(value);

/** A text with one blank at one of its ends and nothing else there: which end that is. */
const sideOf = (value: string): 'before' | 'behind' | null =>
  /^ \S(?:.*\S)?$/s.test(value) ? 'before' : /^\S(?:.*\S)? $/s.test(value) ? 'behind' : null;

/**
 * Whether white space at the ends of cells may be a part of what they say: one blank, always at the same end, in many beside others that say
 * the same without, as tokens of a language have it; or around nothing but signs, as in separators.
 */
const mayBeMeant = (column: CodedColumn): boolean => {
  const kinds = countBy(column, (value) => {
    if (!isPadded(value)) return 'bare';
    return saysSomething(value) ? (sideOf(value) ?? 'padded') : value.trim() === '' ? 'blank' : 'signs';
  });
  const of = (kind: string): number => kinds.get(kind as 'signs') ?? 0;
  const least = presentIn(column) * leastMeant;
  if (of('signs') >= least) return true;
  const [most, fewest] = [Math.max(of('before'), of('behind')), Math.min(of('before'), of('behind'))];
  if (most < least || fewest + of('padded') > 0) return false;
  const bare = new Set(column.values.filter((value, code) => (column.counts[code] ?? 0) > 0 && !isPadded(value)));
  const twins = countBy(column, (value) => isPadded(value) && bare.has(value.trim())).get(true) ?? 0;
  return twins * 2 >= most;
};

const reasons = {
  outline: ', many by two blanks, a tab or more, as parts below what they belong to',
  meant: ', which is many, and others say the same without, or there is nothing but signs within: it may belong to them',
} as const;

export const whiteSpace: Suggester = (view) => {
  const padded = view.columns.flatMap(({ position, name }) => {
    const column = view.column(position);
    const cells = countBy(column, isPadded).get(true) ?? 0;
    return cells === 0
      ? []
      : [{ name, cells, why: mayBeOutline(column) ? ('outline' as const) : mayBeMeant(column) ? ('meant' as const) : null }];
  });
  return ([null, 'outline', 'meant'] as const).flatMap((why) => {
    const some = padded.filter((one) => one.why === why);
    if (some.length === 0) return [];
    const because = why === null ? '' : reasons[why];
    return [
      {
        step: { step: 'trimWhitespace' as const, columns: some.map(({ name }) => name) },
        safe: why === null,
        evidence: some.map(({ name, cells }) => `${cells} cells of "${name}" begin or end with white space${because}.`),
      },
    ];
  });
};
