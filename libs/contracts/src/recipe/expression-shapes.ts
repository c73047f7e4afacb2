import type * as z from 'zod';
import { Fault } from '../faults/fault';
import { parseExpression, type Tree } from './expression-tree';

/** How many values something in an expression takes; how many of these, the first, are true or false; and whether its own value is. */
interface Shape {
  readonly arity: readonly [least: number, most: number];
  readonly truths?: number;
  readonly isTruth?: true;
}
const compared = { arity: [2, 2], isTruth: true } as const;
const two = { arity: [2, 2] } as const;
const one = { arity: [1, 1] } as const;

/** What an expression may call, signs included. */
export const expressionShapes = {
  or: { arity: [2, 2], truths: 2, isTruth: true },
  and: { arity: [2, 2], truths: 2, isTruth: true },
  not: { arity: [1, 1], truths: 1, isTruth: true },
  ...{ '=': compared, '!=': compared, '<': compared, '<=': compared, '>': compared, '>=': compared },
  ...{ '+': two, '-': two, '*': two, '/': two },
  ...{ negate: one, abs: one, round: one },
  concat: { arity: [1, 50] },
  ...{ upper: one, lower: one, trim: one, length: one },
  coalesce: two,
  if: { arity: [3, 3], truths: 1 },
} as const satisfies Readonly<Record<string, Shape>>;
export type ExpressionCall = keyof typeof expressionShapes;

const isKnown = (name: string): name is ExpressionCall => Object.hasOwn(expressionShapes, name);

/** @throws Fault `invalid-recipe` */
const check = (tree: Tree): void => {
  if (tree.kind !== 'call') return;
  const { name, of } = tree;
  const { arity: [least, most], truths = 0 }: Shape = isKnown(name) ? expressionShapes[name] : { arity: [1, 0] }; // prettier-ignore
  if (of.length < least || of.length > most) {
    const known = Object.keys(expressionShapes).filter((each) => /^[a-z]/.test(each) && each !== 'negate');
    throw new Fault('invalid-recipe', `The expression calls ${name} with ${of.length} values; functions are ${known.join(', ')}.`);
  }
  of.forEach(check);
  const isTruth = (value: Tree): boolean => value.kind === 'call' && isKnown(value.name) && 'isTruth' in expressionShapes[value.name];
  if (!of.slice(0, truths).every(isTruth))
    throw new Fault('invalid-recipe', 'The expression has a value where something true or false should be.');
};

/** What is taken apart twice, a divisor and the condition of `if`, within another such doubles the work. */
const mostParts = 4000;
const partsOf = (tree: Tree): number => {
  if (tree.kind !== 'call') return 1;
  const { name, of } = tree;
  const twice = name === '/' ? 1 : name === 'if' ? 0 : -1;
  return of.reduce((sum, one, at) => sum + partsOf(one) * (at === twice ? 2 : 1), 1);
};

/** Reads an expression, all of whose calls are known and have what they need. @throws Fault `invalid-recipe` */
export const readExpression = (source: string): Tree => {
  const tree = parseExpression(source);
  check(tree);
  if (partsOf(tree) > mostParts)
    throw new Fault('invalid-recipe', 'The expression has too many divisions or conditions within others: derive a part of it first.');
  return tree;
};

/** Refuses what is no expression before a run is created for it. */
export const refuseUnlessExpression = (source: string, context: z.RefinementCtx): void => {
  try {
    readExpression(source);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
  }
};
