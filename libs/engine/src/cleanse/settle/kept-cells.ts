import type { Step } from '@millrace/contracts';
import pl, { type Expr } from 'nodejs-polars';

/** Tells of cells of a column those that a step leaves for good. */
export type CellTest = (column: Expr) => Expr;

const fits =
  (pattern: string): CellTest =>
  (column) =>
    column.str.contains(pattern).fillNull(pl.lit(false));

const masked = (keep: number): string => `^[^\\p{L}\\p{N}]*\\*[^\\p{L}\\p{N}]*(?:[\\p{L}\\p{N}][^\\p{L}\\p{N}*]*){0,${keep}}$`;

/** Cells that a step has hidden: they tell less than they did, and rows that are alike in them need not have been. */
const hiddenBy = (step: Step): CellTest | null => {
  if (step.step === 'maskCells') return fits(masked(step.keep));
  if (step.step !== 'generalise') return null;
  const number = '-?\\d+(?:\\.\\d+)?';
  return fits(
    {
      range: `^(?:${number}\\.\\.${number}|\\*)$`,
      month: '^(?:\\d{4}(?:-\\d\\d)?|\\*)$',
      year: '^(?:\\d{4}|\\*)$',
      prefix: `(?s)^(?:.{${step.keep ?? 0}})?\\*+$`,
    }[step.to],
  );
};

/**
 * Cells that say what a step has made of them: earlier steps of its recipe leave them alone, so that `lower case, then deu → Germany` is not
 * undone by its own first step when it meets a table that it has cleansed before.
 */
const keptBy = (step: Step): CellTest | null => {
  if (step.step === 'mapValues') {
    const last = Object.values(step.values).filter((value) => !Object.hasOwn(step.values, value));
    return last.length === 0 ? null : (column) => column.isIn(last).fillNull(pl.lit(false));
  }
  return step.step === 'hashCells' ? fits('^[0-9a-f]{32}$') : hiddenBy(step);
};

/** By position of a column, which of its cells later steps have left for good. */
export interface KeptCells {
  readonly kept: ReadonlyMap<number, CellTest>;
  /** Of them, those that were hidden. */
  readonly hidden: ReadonlyMap<number, CellTest>;
}

/** @param later the steps that come later, with the positions of their columns */
export const keptCells = (later: readonly { readonly step: Step; readonly positions: readonly number[] }[]): KeptCells => {
  const [kept, hidden] = [new Map<number, CellTest>(), new Map<number, CellTest>()];
  const put = (tests: Map<number, CellTest>, position: number, test: CellTest | null): void => {
    if (test === null) return;
    const other = tests.get(position);
    tests.set(position, other ? (column) => other(column).or(test(column)) : test);
  };
  for (const { step, positions } of later)
    for (const position of positions) {
      put(kept, position, keptBy(step));
      put(hidden, position, hiddenBy(step));
    }
  return { kept, hidden };
};
