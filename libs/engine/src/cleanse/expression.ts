import { readExpression, type ExpressionCall, type ExpressionTree } from '@millrace/contracts';
import pl, { type Expr } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import { columnNamed } from './columns-of-step';
import type { StepColumn } from './step';

type Kind = 'number' | 'text' | 'boolean';
interface Typed {
  readonly kind: Kind;
  readonly expr: Expr;
}

/** Whole numbers without a fraction; others as they are. What is not finite, since a number has outgrown all others, is absent. */
const asText = ({ kind, expr }: Typed): Expr => {
  if (kind === 'text') return expr;
  return kind === 'number' ? expr.cast(pl.Utf8).str.extract('^(-?[0-9].*?)(?:\\.0)?$', 1) : expr.cast(pl.Utf8);
};
const asNumber = ({ kind, expr }: Typed): Expr => (kind === 'text' ? expr.str.stripChars(null as never).cast(pl.Float64, false) : expr.cast(pl.Float64)); // prettier-ignore
/** Of what is true or false: an expression is read with that in mind. */
const asTruth = ({ expr }: Typed): Expr => expr;

const number = (expr: Expr): Typed => ({ kind: 'number', expr });
const text = (expr: Expr): Typed => ({ kind: 'text', expr });
const truth = (expr: Expr): Typed => ({ kind: 'boolean', expr });
/** Numbers where one of both is one, texts otherwise. */
const compared = (how: 'eq' | 'neq' | 'lt' | 'ltEq' | 'gt' | 'gtEq') => (a: Typed, b: Typed) => {
  const [left, right] = a.kind === 'number' || b.kind === 'number' ? [asNumber(a), asNumber(b)] : [asText(a), asText(b)];
  return truth(left[how](right));
};
/** A division by zero has no result. */
const divided = (a: Expr, b: Expr): Expr =>
  a.div(
    pl
      .when(b.neq(pl.lit(0)))
      .then(b)
      .otherwise(pl.lit(null)),
  );

/** Absent where any part is. */
const joined = (parts: readonly Expr[]): Expr => parts.reduce((all, part) => all.add(part));

/** Absent where nobody knows whether the condition holds. */
const chosen = (condition: Expr, yes: Expr, no: Expr): Expr =>
  pl
    .when(condition)
    .then(yes)
    .otherwise(pl.when(condition.isNotNull()).then(no).otherwise(pl.lit(null)));

type Make = (...of: readonly [Typed, Typed, Typed, ...Typed[]]) => Typed;
const callables: Readonly<Record<ExpressionCall, Make>> = {
  or: (a, b) => truth(asTruth(a).or(asTruth(b))),
  and: (a, b) => truth(asTruth(a).and(asTruth(b))),
  not: (a) => truth(asTruth(a).not()),
  '=': compared('eq'),
  '!=': compared('neq'),
  '<': compared('lt'),
  '<=': compared('ltEq'),
  '>': compared('gt'),
  '>=': compared('gtEq'),
  '+': (a, b) => number(asNumber(a).add(asNumber(b))),
  '-': (a, b) => number(asNumber(a).sub(asNumber(b))),
  '*': (a, b) => number(asNumber(a).mul(asNumber(b))),
  '/': (a, b) => number(divided(asNumber(a), asNumber(b))),
  negate: (a) => number(pl.lit(0).cast(pl.Float64).sub(asNumber(a))),
  abs: (a) => number(asNumber(a).abs()),
  round: (a) => number(asNumber(a).round(0)),
  concat: (...of) => text(joined(of.map(asText))),
  upper: (a) => text(asText(a).str.toUpperCase()),
  lower: (a) => text(asText(a).str.toLowerCase()),
  trim: (a) => text(asText(a).str.stripChars(null as never)),
  length: (a) => number(asText(a).str.lengths().cast(pl.Float64)),
  coalesce: (a, b) => text(asText(a).fillNull(asText(b))),
  if: (condition, yes, no) => text(chosen(asTruth(condition), asText(yes), asText(no))),
};

const typed = (tree: ExpressionTree, columns: readonly StepColumn[]): Typed => {
  if (tree.kind === 'number') return number(pl.lit(Number(tree.value)).cast(pl.Float64));
  if (tree.kind === 'text') return text(pl.lit(tree.value));
  if (tree.kind === 'column') return text(pl.col(cell(columnNamed(tree.value, 'deriveColumn', columns).position)));
  const { name, of } = tree;
  const [a, b = a, c = a, ...more] = of.map((one) => typed(one, columns)) as [Typed, ...Typed[]];
  return callables[name as ExpressionCall](...([a, b, c, ...more].slice(0, Math.max(of.length, 1)) as [Typed, Typed, Typed]));
};

/** An expression that a caller gave, over text columns, as text. It reaches nothing but cells. @throws Fault `invalid-recipe`, `unknown-column` */
export const compileExpression = (source: string, columns: readonly StepColumn[]): Expr => asText(typed(readExpression(source), columns));
