import * as z from 'zod';
import { kindSchema } from '../profile/profile';

const share = z.number().min(0).max(1);
const cells = z.number().int().nonnegative();
const both = <T extends z.ZodType>(schema: T) => z.object({ before: schema, after: schema });

/**
 * When a column has drifted: a test must be significant, adjusted for all tests of the comparison, and its effect must reach the
 * threshold. Significance alone comes with size; effects do not.
 */
export const driftThresholdsSchema = z.object({
  /** Most for the adjusted probability (Benjamini and Hochberg): the share of false alarms that is accepted. */
  alpha: share.default(0.01),
  /** Least distance of Kolmogorov and Smirnov for numbers and times. */
  kolmogorovSmirnov: share.default(0.1),
  /** Least Cramér's V for categories; 0.1 is Cohen's small effect. */
  cramersV: share.default(0.1),
  /** Least change of the share of absent cells. */
  absence: share.default(0.05),
});
export type DriftThresholds = z.infer<typeof driftThresholdsSchema>;

const testSchema = z.object({
  of: z.enum(['distribution', 'absence']),
  method: z.enum(['kolmogorovSmirnov', 'chiSquare']),
  statistic: z.number().nonnegative(),
  degreesOfFreedom: z.number().int().positive().nullable(),
  /** Of a statistic at least as large where nothing has changed. */
  probability: share,
  /** The probability adjusted for all tests of the comparison. */
  adjusted: share,
  /** What does not grow with size: the distance, Cramér's V, or the change of the share of absent cells. */
  effect: share,
  threshold: share,
  isAlarm: z.boolean(),
});

/** A value, format or range of numbers, and what it adds to the drift. */
const contributionSchema = z.object({
  /** The value or format mask; null for a range, and for all values that are too rare to stand alone. */
  value: z.string().nullable(),
  /** `from ≤ x < to`, null where it is open; for times milliseconds since 1970 UTC. Both null for a value. */
  from: z.number().nullable(),
  to: z.number().nullable(),
  before: share,
  after: share,
  /** Its part of the population stability index. */
  part: share,
});

const onlySchema = z.object({
  distinct: cells,
  cells,
  /** At most five, the most frequent first. */
  examples: z.array(z.string()),
});

export const columnComparisonSchema = z.object({
  name: z.string(),
  positions: both(z.number().int().nonnegative()),
  kinds: both(kindSchema),
  /** What was compared: numbers and times as such; the values; or, where nearly each value is another one, their format masks. */
  basis: z.enum(['numbers', 'times', 'values', 'masks', 'none']),
  present: both(cells),
  absentShare: both(share),
  distinct: both(cells),
  /** Null where a side has no values. */
  measures: z
    .object({
      /** In nats, over deciles of the table before or over categories, smoothed by half a cell. */
      populationStability: z.number().nonnegative(),
      /** Divergence to base 2, over the same bins. */
      jensenShannon: share,
      cramersV: share,
      kolmogorovSmirnov: share.nullable(),
      /** In the numbers' unit; for times in milliseconds. */
      wasserstein: z.number().nonnegative().nullable(),
      /** wasserstein / interquartile range before; null where that is 0. */
      wassersteinScaled: z.number().nonnegative().nullable(),
      medians: both(z.number()).nullable(),
    })
    .nullable(),
  tests: z.array(testSchema),
  /** At most five, the largest parts first. */
  contributions: z.array(contributionSchema),
  /** Values that occur only after, and only before; null where formats were compared. */
  appeared: onlySchema.nullable(),
  vanished: onlySchema.nullable(),
  /**
   * `drift`: some test alarms · `advanced`: times or a running number that went on, which is what they do · `stable` · `notCompared`: one of
   * the sides is empty.
   */
  verdict: z.enum(['drift', 'advanced', 'stable', 'notCompared']),
});
export type ColumnComparison = z.infer<typeof columnComparisonSchema>;

const columnPlaceSchema = z.object({ position: z.number().int().nonnegative(), name: z.string(), kind: kindSchema });

export const schemaDifferenceSchema = z.object({
  added: z.array(columnPlaceSchema),
  removed: z.array(columnPlaceSchema),
  /** Removed and added columns that look alike: a suggestion; both stay among the removed and added. */
  renamed: z.array(z.object({ before: z.string(), after: z.string(), similarity: share })),
  kindChanged: z.array(
    z.object({
      name: z.string(),
      before: kindSchema,
      after: kindSchema,
      /** Numbers, times, truth values and texts are families; a change within one breaks nobody who reads it. */
      isBreaking: z.boolean(),
    }),
  ),
  /** Columns whose dates are read day first in one table and month first in the other. */
  dateOrderChanged: z.array(z.string()),
  /** Columns that both have stand in another order. */
  isReordered: z.boolean(),
});

const keyValueSchema = z.array(z.string().nullable());

/** Rows matched by a key: exact, but that long texts are told apart by 96 bits of a hash. */
export const rowDifferenceSchema = z.object({
  key: z.array(z.string()).nonempty(),
  /** The key was chosen: the first column that is complete and unique in both tables. */
  isChosen: z.boolean(),
  matched: cells,
  added: cells,
  removed: cells,
  /** Rows whose key occurs twice or more in one of the tables: not compared. */
  repeatedKeys: both(cells),
  changedRows: cells,
  changedCells: cells,
  /** Columns with changed cells, most first. */
  changedByColumn: z.array(z.object({ name: z.string(), changed: cells })),
  /** At most ten keys each. */
  addedExamples: z.array(keyValueSchema),
  removedExamples: z.array(keyValueSchema),
  /** At most five of a column and fifty in all. */
  changeExamples: z.array(
    z.object({ key: keyValueSchema, column: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
});
export type RowDifference = z.infer<typeof rowDifferenceSchema>;

export const comparisonSchema = z.object({
  schema: z.literal('millrace.comparison/1'),
  rows: both(cells),
  thresholds: driftThresholdsSchema,
  /** A column drifted, came or went, or changed its kind in a way that breaks readers. Changed rows alone are no drift. */
  hasDrift: z.boolean(),
  /** How many tests the adjustment is for. */
  tests: cells,
  columnSchema: schemaDifferenceSchema,
  /** Columns that both tables have by name, in the order of the table after. */
  columns: z.array(columnComparisonSchema),
  /** Null where no key was given and no column is one in both tables. */
  rowDifference: rowDifferenceSchema.nullable(),
});
export type Comparison = z.infer<typeof comparisonSchema>;
