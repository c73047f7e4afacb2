import * as z from 'zod';
import { matchingShape } from './matching';
import { pairDecisionSchema, pairVerdictSchema } from './pair-decision';

const row = z.number().int().nonnegative();
const chance = z.number().min(0).max(1);

/** How rows of a table are matched. */
export const matchOptionsSchema = z
  .object({
    ...matchingShape,
    /** Columns that are not compared. */
    ignore: z.array(z.string()).default([]),
    /** Columns by which rows are known again, in this and later versions, where somebody has decided on them; left out, all columns. */
    identifiedBy: z.array(z.string()).min(1).optional(),
    /** From this chance on two rows are to be looked at; below `threshold`. */
    review: z.number().min(0.05).max(1).default(0.3),
  })
  .strict()
  .refine(({ review, threshold }) => review <= threshold, { path: ['review'], message: 'must not be above the threshold' });

interface NamesOfMatch {
  readonly columns?: readonly string[] | undefined;
  readonly ignore?: readonly string[] | undefined;
  readonly comparators?: Readonly<Record<string, unknown>> | undefined;
  readonly identifiedBy?: readonly string[] | undefined;
}
/** The columns that somebody names who asks for a match. */
export const columnsOfMatch = ({ columns = [], ignore = [], comparators = {}, identifiedBy = [] }: NamesOfMatch): string[] => [
  ...columns,
  ...ignore,
  ...Object.keys(comparators),
  ...identifiedBy,
];

/** Rows of the input, counted from 0, that tell of the same thing. */
export const recordClusterSchema = z.object({
  cluster: row,
  rows: z.array(row).min(2),
  /** Of the least sure pair that was found among them. */
  confidence: chance,
});
export type RecordCluster = z.output<typeof recordClusterSchema>;

/** Two rows that are the same, or may be, with what speaks for it and against it. */
export const recordPairSchema = z.object({
  rows: z.tuple([row, row]),
  probability: chance,
  /** What somebody had decided before the run; `same` has the probability 1, and `different` is not among the pairs. */
  decided: pairVerdictSchema.optional(),
  /** What was decided of the pair of this run since. */
  decision: pairDecisionSchema.optional(),
  evidence: z.array(z.object({ column: z.string(), level: z.enum(['same', 'close', 'near', 'different']), bits: z.number() })),
  /** The cells of both in the columns that were compared; of the 5,000 surest pairs that are to be looked at. */
  cells: z.tuple([z.record(z.string(), z.string().nullable()), z.record(z.string(), z.string().nullable())]).optional(),
});
