import type { CodedColumn } from '../relations/coded-column';

/** A text that so many cells of a column have. */
export interface CountedText {
  readonly text: string;
  readonly cells: number;
}

/** The different texts of a column. */
export const textsOf = ({ values, counts }: CodedColumn): CountedText[] =>
  values.flatMap((text, code) => {
    const cells = counts[code] ?? 0;
    return cells === 0 ? [] : [{ text, cells }];
  });

/** The commonest of some kinds of texts, null where there is none. */
export const commonest = <K>(kinds: ReadonlyMap<K, readonly CountedText[]>): readonly [kind: K, texts: readonly CountedText[]] | null => {
  const sums = [...kinds].map(([kind, texts]) => ({ kind, texts, cells: texts.reduce((sum, { cells }) => sum + cells, 0) }));
  const first = sums.reduce<(typeof sums)[number] | null>((most, one) => (most === null || one.cells > most.cells ? one : most), null);
  return first && [first.kind, first.texts];
};
