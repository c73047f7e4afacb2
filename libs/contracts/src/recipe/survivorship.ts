import * as z from 'zod';
import { refuseUnlessExpression } from './expression-shapes';
import { refuseUnlessLinear } from '../rules/linear-pattern-schema';

/** Which of the cells of rows that are the same stays; absent ones never do where another is there. */
const namedRuleSchema = z.enum(['first', 'mostFrequent', 'mostComplete', 'longest', 'longestValid', 'mostRecent', 'source', 'min', 'max']);
/** A rule of one's own: the cell of the row for which an expression, as `deriveColumn` has them, is the highest number. */
const ownRuleSchema = z.object({ highest: z.string().min(1).max(2000).superRefine(refuseUnlessExpression) }).strict();
const ruleSchema = z.union([namedRuleSchema, ownRuleSchema]);
export type SurvivorshipRule = z.output<typeof ruleSchema>;

const patternSchema = z.string().max(1000).superRefine(refuseUnlessLinear);

const beside = {
  /** The column whose latest moment `mostRecent` follows; day and month are in one order throughout. */
  recentBy: z.string().optional(),
  /** The column that names the source of a row, and the sources, the most trusted first. */
  sourceBy: z
    .object({ column: z.string(), order: z.array(z.string()).min(1).max(1000) })
    .strict()
    .optional(),
  /** Of columns what the whole of a valid cell fits, for `longestValid`; of others every cell is valid. */
  valid: z.record(z.string(), patternSchema).optional(),
};

/** By what rules a step merges. */
export const survivorshipShape = {
  survivorship: z
    .object({ default: namedRuleSchema.default('mostFrequent'), columns: z.record(z.string(), namedRuleSchema).default({}) })
    .strict()
    .default({ default: 'mostFrequent', columns: {} }),
  ...beside,
};

interface Rules {
  readonly survivorship: { readonly default: SurvivorshipRule; readonly columns: Readonly<Record<string, SurvivorshipRule>> };
  readonly recentBy?: string | undefined;
  readonly sourceBy?: object | undefined;
  readonly valid?: object | undefined;
}
/** Whether rules are told what they need. */
export const isWhole = ({ survivorship: { default: rule, columns }, recentBy, sourceBy, valid }: Rules): boolean => {
  const rules = [rule, ...Object.values(columns)];
  const needs = { mostRecent: recentBy, source: sourceBy, longestValid: valid };
  return Object.entries(needs).every(([name, told]) => told !== undefined || !rules.some((one) => one === name));
};
export const wholeMessage = '"mostRecent" needs recentBy, "source" needs sourceBy, "longestValid" needs valid';

/** How the groups of rows that a match has found are made golden records. */
export const mergeOptionsSchema = z
  .object({
    survivorship: z
      .object({ default: ruleSchema.default('mostFrequent'), columns: z.record(z.string(), ruleSchema).default({}) })
      .strict()
      .default({ default: 'mostFrequent', columns: {} }),
    ...beside,
  })
  .strict()
  .refine(isWhole, wholeMessage);
export type MergeOptions = z.output<typeof mergeOptionsSchema>;

/** The columns that rules of merging name. */
export const columnsOfMerge = ({ survivorship, recentBy, sourceBy, valid = {} }: MergeOptions): string[] => [
  ...Object.keys(survivorship.columns),
  ...Object.keys(valid),
  ...[recentBy, sourceBy?.column].filter((name) => name !== undefined),
];

const row = z.number().int().nonnegative();

/** What rows that are the same have become, and where each of its cells is from. */
export const goldenRecordSchema = z.object({
  cluster: row,
  /** 0-based data rows of the input; the first is the one that stays in the table. */
  rows: z.array(row).min(2),
  /** Of the least sure pair among them. */
  confidence: z.number().min(0).max(1),
  cells: z.record(z.string(), z.string().nullable()),
  /** Of each cell that is there: the row that had it, the rule by which it survived, and how many of the rows have something else there. */
  provenance: z.record(z.string(), z.object({ row, rule: z.string(), reason: z.string(), others: row })),
});
export type GoldenRecord = z.output<typeof goldenRecordSchema>;
