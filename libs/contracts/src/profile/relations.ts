import * as z from 'zod';

const count = z.number().int().nonnegative();
const position = z.number().int().nonnegative();

/**
 * How much is done about relations between columns. `sample`: missingness exactly, keys exactly within a budget, correlations over rows
 * drawn evenly. `exact`: correlations over all rows, keys without a budget. `none`: only counts of rows.
 */
export const relationModes = ['none', 'sample', 'exact'] as const;
export const relationModeSchema = z.enum(relationModes);
export type RelationMode = z.infer<typeof relationModeSchema>;

/** Which cells are absent together; all counts are over all rows. A token for "no value" counts as absent. */
export const missingnessSchema = z.object({
  /** The most frequent sets of columns that are absent together in a row, at most twenty; the empty set is a complete row. */
  patterns: z.array(z.object({ absent: z.array(position), rows: count })),
  /** Different sets that were followed. */
  distinctPatterns: count,
  /** Rows whose set was not followed, where there are too many different ones. */
  otherRows: count,
  /** Rows by their number of absent cells, from and to inclusive. */
  completeness: z.array(z.object({ from: count, to: count, rows: count })),
  /**
   * Phi coefficient between "is absent" of two columns, -1 to 1, as a square in the order of `columns`: those with some absent cells and
   * some present ones, at most sixty, the ones nearest to half. Null where there are fewer than two.
   */
  correlation: z
    .object({
      columns: z.array(position),
      /** Columns beyond the sixty. */
      leftOut: count,
      values: z.array(z.array(z.number())),
      /** Rows that it is over: all, or those sampled where there are too many patterns. */
      rows: count,
    })
    .nullable(),
});
export type Missingness = z.infer<typeof missingnessSchema>;

/**
 * Sets of one to three columns whose values tell every row from every other. A key has a value in every row: a column with an absent cell
 * is in none (the rule of SQL's primary keys). Texts are compared as they stand.
 */
export const keysSchema = z.object({
  /** Every one of them was checked over all rows, and no subset of it is a key. At most a hundred, or as many as are single columns. */
  candidates: z.array(z.object({ columns: z.array(position).min(1).max(3) })),
  /** Columns that nearly tell rows apart: rows that repeat an earlier value, and first rows of up to ten repeated values. */
  near: z.array(z.object({ column: position, repeats: count, exampleRows: z.array(count) })),
  /** Sets that no sampled rows refute and that the budget left unchecked, at most twenty. */
  unchecked: z.array(z.object({ columns: z.array(position) })),
  search: z.object({
    /** Columns that composite keys were looked for in: no key themselves, always present, no decimals, at most thirty. */
    columns: count,
    pairs: count,
    triples: count,
    /** Sets that two sampled rows refuted, and sets whose columns were read again. */
    refutedBySample: count,
    readAgain: count,
    /** Cells that were read again, and how many might have been. */
    cellsRead: count,
    cellsBudget: count,
    /** Why composites were not looked for, or not all of them. */
    limit: z.enum(['none', 'singleKey', 'budget', 'columns']),
  }),
});
export type Keys = z.infer<typeof keysSchema>;

/** `pearson` and `spearman` of two columns of numbers or times, `cramersV` of two of categories, `eta` of one of each. */
export const correlationMeasures = ['pearson', 'spearman', 'cramersV', 'eta'] as const;
export type CorrelationMeasure = (typeof correlationMeasures)[number];

const square = z.array(z.array(z.number().nullable()));

/** How far columns go together, pair by pair, each over the rows in which both have a value. */
export const correlationsSchema = z.object({
  /** Columns of numbers, times and categories with at least two values, at most sixty; the squares are in their order. */
  columns: z.array(z.object({ position, role: z.enum(['number', 'category']) })),
  /** Columns beyond the sixty. */
  leftOut: count,
  /** Rows that were looked at: all, or those sampled. */
  rows: count,
  isSampled: z.boolean(),
  /** Pearson's r (-1 to 1), Cramér's V or η (0 to 1), by what the two columns are; null where it is not defined. */
  mixed: square,
  /** Spearman's ρ of columns of numbers; null elsewhere. */
  spearman: square,
  /** The strongest pairs, at most twenty. `standardError` is that of the sample; null where all rows were looked at. */
  strongest: z.array(
    z.object({
      columns: z.tuple([position, position]),
      measure: z.enum(correlationMeasures),
      value: z.number(),
      rows: count,
      standardError: z.number().nullable(),
    }),
  ),
});
export type Correlations = z.infer<typeof correlationsSchema>;

/** Columns that mostly decide another one: a functional dependency that holds, or nearly does. */
export const dependencySchema = z.object({
  determinants: z.array(position).min(1).max(2),
  dependent: position,
  /** Rows that share their determinants with another row and have a value. */
  support: count,
  /** Rows among them that have not the most frequent value of their determinants. */
  violations: count,
  /** Agreement beyond chance, as Cohen's kappa: 1 for a dependency without violations, about 0 for none. */
  strength: z.number(),
  /** Up to ten rows that violate it. */
  exampleRows: z.array(count),
});

export const dependenciesSchema = z.object({
  /** The strongest first, at most fifty. */
  found: z.array(dependencySchema),
  /** Rows that were looked at: all, or sampled ones. */
  rows: count,
  isSampled: z.boolean(),
});
export type Dependencies = z.infer<typeof dependenciesSchema>;

/** What columns have to do with each other. Columns are named by their positions. */
export const relationsSchema = z.object({
  mode: relationModeSchema,
  missingness: missingnessSchema,
  keys: keysSchema,
  correlations: correlationsSchema,
  dependencies: dependenciesSchema,
});
export type Relations = z.infer<typeof relationsSchema>;
