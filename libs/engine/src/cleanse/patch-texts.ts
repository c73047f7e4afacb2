import type { DataFrame } from 'nodejs-polars';
import { encodeFrame } from '../relations/encode-table';
import type { Patch, StepColumn } from './step';

/** Changes of some columns by what each different text of theirs becomes: every text is looked at once, however often it is there. */
export const patchTexts = (
  frame: DataFrame,
  columns: readonly StepColumn[],
  become: (text: string) => string,
  { confidence, reason }: { readonly confidence: number; readonly reason: string },
): Patch[] =>
  columns.map(({ position }) => {
    const [column] = encodeFrame(frame, [position]).columns;
    const after = column?.values.map(become) ?? [];
    const [rows, texts]: [number[], string[]] = [[], []];
    for (const [row, code] of column?.codes.entries() ?? []) {
      const text = after[code];
      if (text === undefined || text === column?.values[code]) continue;
      rows.push(row);
      texts.push(text);
    }
    return { position, rows, after: texts, confidence: rows.map(() => confidence), reason: rows.map(() => reason) };
  });
