import type { CodedColumn } from '../../relations/coded-column';
import { encodeFrame } from '../../relations/encode-table';
import { fillAmong, middle, textsOf } from '../fillers';
import { nearestRows } from '../nearest-rows';
import type { NamedStep, StepCompiler } from '../step';

const confidence = { constant: 1, mean: 0.5, median: 0.5, mode: 0.5, forward: 0.6, backward: 0.6, neighbours: 0.6 } as const;

/** Rows that are alike in some columns, in order; those without one of the cells are alike to none. */
const groupsOf = (by: readonly CodedColumn[], rows: number): Iterable<readonly number[]> => {
  const all = Array.from({ length: rows }, (_, row) => row);
  if (by.length === 0) return [all];
  const keyOf = (row: number) => by.map(({ codes }) => codes[row]).join(' ');
  return Map.groupBy(
    all.filter((row) => by.every(({ codes }) => (codes[row] ?? -1) >= 0)),
    keyOf,
  ).values();
};

const fillsOf = (step: NamedStep<'imputeNulls'>, column: CodedColumn, by: readonly CodedColumn[], rows: number): [number, string][] => {
  const { method, value = '' } = step;
  const textOf = textsOf(column);
  const absent = Array.from(column.codes.keys()).filter((row) => textOf(row) === null);
  if (absent.length === 0) return [];
  if (method === 'constant') return absent.map((row) => [row, value]);
  if (method !== 'neighbours') return [...groupsOf(by, rows)].flatMap((group) => fillAmong(group, textOf, method));
  const filled = new Map<number, string>();
  const known = (row: number) => filled.get(row) ?? textOf(row);
  // What was filled can be a neighbour of what could not be.
  for (let before = -1; before < filled.size;) {
    before = filled.size;
    const nearest = nearestRows(by.map(textsOf), known, rows);
    const found = absent
      .filter((row) => !filled.has(row))
      .map((row) => [row, middle(nearest(row).flatMap((donor) => known(donor) ?? []))] as const);
    for (const [row, text] of found) if (text !== null) filled.set(row, text);
  }
  return [...filled];
};

export const imputeNulls: StepCompiler<'imputeNulls'> = {
  on: 'table',
  compile: (step, frame, columns) => {
    const coded = encodeFrame(
      frame,
      columns.map(({ position }) => position),
    );
    const columnsNamed = (names: readonly string[]) =>
      columns.map(({ name }, at) => ({ name, at })).filter(({ name }) => names.includes(name));
    const by = columnsNamed(step.by ?? []).flatMap(({ at }) => coded.columns[at] ?? []);
    const among = step.by === undefined ? '' : ` among rows alike in ${step.by.join(', ')}`;
    return columnsNamed(step.columns).map(({ at }) => {
      const column = coded.columns[at];
      const fills = (column ? fillsOf(step, column, by, coded.rows) : []).toSorted(([a], [b]) => a - b);
      return {
        position: columns[at]?.position ?? 0,
        rows: fills.map(([row]) => row),
        after: fills.map(([, text]) => text),
        confidence: fills.map(() => confidence[step.method]),
        reason: fills.map(() => `absent, filled by ${step.method}${among}`),
      };
    });
  },
};
