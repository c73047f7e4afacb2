import type { Kind } from '@millrace/contracts';
import type { ValueClass } from './values/classify-value';

const categoryShare = 0.2;
const categoryMost = 100;
const longestIdentifier = 64;
/** Two words are soon found in a list of codes: `F` among `M` and `F` is no "false". */
const leastShare = (candidate: GrammarKind): number => (candidate === 'boolean' ? 0.9 : 0.5);

/** Cells of a column by class. */
export type ClassCounts = Readonly<Record<ValueClass, number>>;
export type DateOrder = 'dayFirst' | 'monthFirst';

export interface KindDecision {
  readonly kind: Kind;
  /** What most cells are; a text kind where no grammar fits half of them, or "boolean" nine in ten. */
  readonly candidate: Kind;
  readonly fits: number;
  readonly misfits: number;
  /** How dates such as 02/03/2024 are read, once for the whole column; null where there are none. */
  readonly dateOrder: DateOrder | null;
  /** No cell tells which of the two orders it is. */
  readonly isOrderGuessed: boolean;
}

/** Classes that fit each kind of grammar, the more special kind first. */
export const fittingClasses = (order: DateOrder | null) =>
  ({
    integer: ['integer'],
    decimal: ['integer', 'decimal', 'infinity'],
    boolean: ['boolean'],
    date: ['date', 'ambiguousDate', order === 'monthFirst' ? 'monthFirstDate' : 'dayFirstDate'],
    timestamp: ['timestamp'],
  }) as const satisfies Partial<Record<Kind, readonly ValueClass[]>>;
export type GrammarKind = keyof ReturnType<typeof fittingClasses>;

/** Day first unless more cells can only be month first: a column has one order. */
const orderOf = ({ dayFirstDate, monthFirstDate, ambiguousDate }: ClassCounts): DateOrder | null =>
  dayFirstDate + monthFirstDate + ambiguousDate === 0 ? null : monthFirstDate > dayFirstDate ? 'monthFirst' : 'dayFirst';

/**
 * A column has a grammar's kind only if every cell that is not absent fits it: one that does not makes the column text,
 * with the candidate and the misfits as evidence, and no value is lost.
 * @param present cells that are not absent
 * @param longest code points of the longest value
 */
export const decideKind = (counts: ClassCounts, present: number, distinct: number, longest: number): KindDecision => {
  const dateOrder = orderOf(counts);
  const isOrderGuessed = dateOrder !== null && counts.dayFirstDate + counts.monthFirstDate === 0;
  const order = { dateOrder, isOrderGuessed };
  if (present === 0) return { kind: 'empty', candidate: 'empty', fits: 0, misfits: 0, ...order };
  const fitting = Object.entries(fittingClasses(dateOrder)).map(
    ([kind, classes]) => [kind as GrammarKind, classes.reduce((sum, name) => sum + counts[name], 0)] as const,
  );
  const whole = fitting.find(([, count]) => count === present);
  if (whole) return { kind: whole[0], candidate: whole[0], fits: present, misfits: 0, ...order };
  const [candidate, fits] = fitting.reduce((a, b) => (b[1] > a[1] ? b : a));
  if (fits >= present * leastShare(candidate)) return { kind: 'text', candidate, fits, misfits: present - fits, ...order };
  const kind =
    distinct === present && present > 1 && longest <= longestIdentifier
      ? 'identifier'
      : distinct <= Math.min(categoryMost, Math.max(2, present * categoryShare))
        ? 'category'
        : 'text';
  return { kind, candidate: kind, fits: present, misfits: 0, ...order };
};
