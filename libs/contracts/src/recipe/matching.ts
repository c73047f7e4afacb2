import * as z from 'zod';
import type { PairVerdict } from './pair-decision';

/** How cells are compared: names (Jaro–Winkler), words (sets of words), digits that name something, phones, dates, measured numbers. */
const comparatorNames = ['names', 'words', 'digits', 'phones', 'dates', 'numbers'] as const;
export type ComparatorName = (typeof comparatorNames)[number];

/** By what rows are told to be the same. */
export const matchingShape = {
  /** Columns to compare; left out, all of them that can tell. */
  columns: z.array(z.string()).min(1).optional(),
  /** How to compare some of them; how others are is found out. */
  comparators: z.record(z.string(), z.enum(comparatorNames)).optional(),
  /** From this chance on two rows are the same. */
  threshold: z.number().min(0.5).max(1).default(0.95),
};

/** Two rows that are the same, or may be. */
export interface RecordPair {
  /** 0-based data rows of the input. */
  readonly rows: readonly [number, number];
  /** Chance that they are the same. */
  readonly probability: number;
  /** What somebody has decided of them. */
  readonly decided?: PairVerdict;
  /** How alike they are column by column, the weightiest first; bits speak for it, or against it where they are negative. */
  readonly evidence: readonly { readonly column: string; readonly level: 'same' | 'close' | 'near' | 'different'; readonly bits: number }[];
}
