import { encodeFrame } from '../relations/encode-table';
import type { DataFrame } from 'nodejs-polars';
import type { Patch, StepColumn } from './step';

interface Labels {
  readonly confidence: number;
  /** Of every change, or of what becomes of a text. */
  readonly reason: string | ((after: string) => string);
}

/**
 * Changes of some columns by what each different text of theirs becomes: every text is looked at once, however often it is there.
 * @param becomeIn says of a column, by all of its texts, what one becomes
 */
export const patchColumns = (
  frame: DataFrame,
  columns: readonly StepColumn[],
  becomeIn: (texts: readonly string[]) => (text: string) => string,
  { confidence, reason }: Labels,
): Patch[] =>
  columns.map(({ position }) => {
    const [column] = encodeFrame(frame, [position]).columns;
    const values = column?.values ?? [];
    const after = values.map(becomeIn(values));
    const [rows, texts]: [number[], string[]] = [[], []];
    for (const [row, code] of column?.codes.entries() ?? []) {
      const text = after[code];
      if (text === undefined || text === values[code]) continue;
      rows.push(row);
      texts.push(text);
    }
    const reasons = typeof reason === 'string' ? rows.map(() => reason) : texts.map(reason);
    return { position, rows, after: texts, confidence: rows.map(() => confidence), reason: reasons };
  });

/** As `patchColumns`, where a text becomes the same in every column. */
export const patchTexts = (frame: DataFrame, columns: readonly StepColumn[], become: (text: string) => string, labels: Labels): Patch[] =>
  patchColumns(frame, columns, () => become, labels);
