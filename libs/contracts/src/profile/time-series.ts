import * as z from 'zod';

export const periodUnits = ['second', 'minute', 'hour', 'day', 'week', 'month', 'year'] as const;
export type PeriodUnit = (typeof periodUnits)[number];

const count = z.number().int().nonnegative();

/**
 * The rows of a table along its time column: the timestamps, or else dates, that come in order or differ most. Times and lengths are
 * milliseconds, times since 1970 UTC.
 */
export const timeSeriesSchema = z.object({
  position: count,
  column: z.string(),
  from: z.number(),
  to: z.number(),
  /** Cells with a time, and different times among them. */
  points: count,
  distinct: count,
  /** The rows come in order of their times. */
  isOrdered: z.boolean(),
  /** Between neighbouring different times; median and mode of up to 8,192 steps, evenly spread. */
  step: z.object({
    medianMs: z.number(),
    modalMs: z.number(),
    /** Share of all steps that are the mode. */
    modalShare: z.number(),
    /** At least nine steps in ten are. */
    isRegular: z.boolean(),
  }),
  gaps: z.object({
    /** Longer steps are gaps: 1.5 modes of a regular series; else Tukey's far fence, Q3 + 3 · IQR of the steps. */
    aboveMs: z.number(),
    count,
    /** Of a regular series: points that fit into its gaps. */
    missing: count.nullable(),
    /** At most ten. */
    longest: z.array(z.object({ from: z.number(), to: z.number(), ms: z.number() })),
  }),
  /** Points by period: the finest unit of which there are at most 120 from the first to the last. UTC; weeks begin on Monday. */
  volume: z.object({ unit: z.enum(periodUnits), starts: z.array(z.number()), counts: z.array(count) }),
  /** Least squares over whole periods (the first and the last are left out), `change` as a share of their mean; null for fewer than five. */
  trend: z.object({ change: z.number(), r2: z.number() }).nullable(),
  /** Autocorrelation of the whole periods without their trend at the lag of the calendar; null where there are fewer than two cycles. */
  season: z.object({ lag: count, autocorrelation: z.number() }).nullable(),
});
export type TimeSeries = z.infer<typeof timeSeriesSchema>;
