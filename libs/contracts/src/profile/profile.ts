import * as z from 'zod';
import { findingSchema } from '../findings/finding';
import { privacySchema } from '../privacy/privacy';
import { semanticDetectionSchema } from '../semantic/semantic-detection';
import { ingestSchema } from './ingest';
import { workedLaneSchema } from './lane';
import { contractResultSchema } from '../rules/contract';
import { qualitySchema } from '../rules/quality';
import { suggestedRuleSchema } from '../rules/rule';
import { relationsSchema } from './relations';
import { timeSeriesSchema } from './time-series';

/** What the cells of a column are, decided over all of them. */
export const kinds = ['integer', 'decimal', 'boolean', 'date', 'timestamp', 'category', 'identifier', 'text', 'empty'] as const;
export const kindSchema = z.enum(kinds);
export type Kind = z.infer<typeof kindSchema>;

/** Why a column has its kind. Cells that stand for "no value" are left out of both counts. */
export const kindEvidenceSchema = z.object({
  /** The kind that most cells fit, which is the column's only if all do. */
  candidate: kindSchema,
  fits: z.number().int().nonnegative(),
  misfits: z.number().int().nonnegative(),
  /** 0-based rows in which up to ten different texts stand first that do not fit. */
  misfitRows: z.array(z.number().int().nonnegative()),
  /** How dates such as 02/03/2024 are read, once for the whole column; null where there are none. */
  dateOrder: z.enum(['dayFirst', 'monthFirst']).nullable(),
  /** No date tells which of the two orders it is. */
  isOrderGuessed: z.boolean(),
});

export const frequencySchema = z.object({ value: z.string(), count: z.number().int().positive() });

export const columnProfileSchema = z.object({
  position: z.number().int().nonnegative(),
  name: z.string(),
  kind: kindSchema,
  evidence: kindEvidenceSchema,
  /** Metric id → value; a metric that does not apply is left out. Definitions are in the metric catalogue. */
  metrics: z.record(z.string(), z.number()),
  /** The most frequent values, at most ten; ties in order of their first rows. */
  top: z.array(frequencySchema),
  /** The least frequent values, at most ten; empty where no value repeats or all are among the most frequent. */
  rarest: z.array(frequencySchema),
  /** The tokens that stand for "no value", at most ten. */
  nullTokens: z.array(frequencySchema),
  /** The most frequent format masks, at most ten: `A` upper case, `a` lower case, `9` digit, `~` a letter beyond ASCII. */
  masks: z.array(frequencySchema),
  /** Counts between equally spaced edges (one more than counts), for numeric columns. */
  histogram: z.object({ edges: z.array(z.number()), counts: z.array(z.number().int().nonnegative()) }).nullable(),
  /** Eleven numbers from minimum to maximum with a tenth of the numbers between neighbours, for numeric columns. */
  deciles: z.array(z.number()).nullable(),
  /** What the values mean beyond their kind, the surest first. */
  semantic: z.array(semanticDetectionSchema),
  /** For dates and timestamps, in UTC: the finest unit in use, cells by day of the week from Monday on, and by hour. */
  times: z
    .object({
      granularity: z.enum(['day', 'hour', 'minute', 'second', 'millisecond']),
      weekdays: z.array(z.number().int().nonnegative()),
      hours: z.array(z.number().int().nonnegative()),
    })
    .nullable(),
});
export type ColumnProfile = z.infer<typeof columnProfileSchema>;

export const profileSchema = z.object({
  schema: z.literal('millrace.profile/1'),
  ingest: ingestSchema,
  /** How it was made; left out by profiles from before there was a choice. */
  lane: workedLaneSchema.optional(),
  /** What is not exact in it, beyond what says so itself, and how far off it may be. */
  approximate: z.array(z.object({ statistic: z.string(), bound: z.string() })).optional(),
  columns: z.array(columnProfileSchema),
  /** Metrics of the table as a whole. */
  metrics: z.record(z.string(), z.number()),
  /** What the columns have to do with each other; left out where the run asked for none, and for a table without rows. */
  relations: relationsSchema.optional(),
  /** The rows along the table's time column; left out where there is none. */
  timeSeries: timeSeriesSchema.optional(),
  /** Personal data that were found; left out by profiles from before it was looked for. */
  privacy: privacySchema.optional(),
  /** Left out by profiles from before there was one. */
  quality: qualitySchema.optional(),
  /** Rules that the figures suggest, which somebody may accept as a contract. */
  suggestedRules: z.array(suggestedRuleSchema).optional(),
  /** How the version has kept its contract; left out where there is none. */
  contract: contractResultSchema.optional(),
  findings: z.array(findingSchema),
});
export type Profile = z.infer<typeof profileSchema>;
