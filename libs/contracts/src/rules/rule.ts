import * as z from 'zod';
import { linearPatternSchema } from './linear-pattern-schema';

const column = z.string().min(1).max(1000);
/** A number, or a date or timestamp as ISO 8601. */
const bound = z.union([z.number(), z.iso.date(), z.iso.datetime({ local: true, offset: true })]);

/** Bounds of the same kind, of which the first is not above the second. */
const isInOrder = (min: number | string, max: number | string): boolean =>
  typeof min === 'string' && typeof max === 'string'
    ? Date.parse(min) <= Date.parse(max)
    : typeof min === 'number' && typeof max === 'number' && min <= max;

/**
 * What a table is expected to keep to. Columns are named, so that a rule outlives a change of their order. "Absent" cells have no text, or a
 * token for "no value"; all but `notNull` and `key` leave them alone.
 */
export const ruleSchema = z.discriminatedUnion('kind', [
  /** Every cell has a value. */
  z.object({ kind: z.literal('notNull'), column }).strict(),
  /** No value occurs twice. Rows that repeat an earlier one break it. */
  z.object({ kind: z.literal('unique'), column }).strict(),
  /** Every value can be read as this kind, with the date order that the column has. */
  z.object({ kind: z.literal('type'), column, type: z.enum(['integer', 'decimal', 'boolean', 'date', 'timestamp']) }).strict(),
  /** Every value is one of these texts. */
  z.object({ kind: z.literal('inSet'), column, values: z.array(z.string()).min(1).max(1000) }).strict(),
  /** Every value is a number, date or timestamp from `min` to `max`, both inclusive. */
  z
    .object({ kind: z.literal('range'), column, min: bound.optional(), max: bound.optional() })
    .strict()
    .refine(({ min, max }) => min !== undefined || max !== undefined, 'has neither min nor max')
    .refine(({ min, max }) => min === undefined || max === undefined || isInOrder(min, max), 'no value is between min and max'),
  /** The whole of every value fits a regular expression (ECMAScript, Unicode) that can be matched in linear time. */
  z.object({ kind: z.literal('pattern'), column, pattern: linearPatternSchema }).strict(),
  /** No two rows agree in all of these columns, and none of their cells is absent. Rows that repeat an earlier one break it. */
  z.object({ kind: z.literal('key'), columns: z.array(column).min(1).max(16) }).strict(),
  /** Rows that agree in the determinants agree in the dependent. Rows without their group's most frequent value break it. */
  z.object({ kind: z.literal('dependency'), determinants: z.array(column).min(1).max(2), dependent: column }).strict(),
  /** Every value of the column stands somewhere in another one of the same table, with the same text: an employee's manager is an employee. */
  z
    .object({ kind: z.literal('references'), column, to: column })
    .strict()
    .refine((rule) => rule.column !== rule.to, 'refers to the column itself'),
  /** The newest date or timestamp is at most so many days before the moment of the profile. It is checked once for the table. */
  z.object({ kind: z.literal('fresh'), column, maxAgeDays: z.number().positive() }).strict(),
]);
export type Rule = z.infer<typeof ruleSchema>;

/** A rule that the profile's own figures suggest. */
export const suggestedRuleSchema = z.object({
  rule: ruleSchema,
  /** Cells or rows that it was looked at on, and those that break it. */
  support: z.number().int().positive(),
  violations: z.number().int().nonnegative(),
  /** Lower end of the 95 % Wilson interval of the share that keeps it: what another such table may be trusted to keep. */
  confidence: z.number().min(0).max(1),
});
export type SuggestedRule = z.infer<typeof suggestedRuleSchema>;
