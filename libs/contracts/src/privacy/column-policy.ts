import * as z from 'zod';
import { instantSchema } from '../ids';
import { semanticTypeSchema } from '../semantic/semantic-detection';
import { policyActionSchema } from './privacy';

/** What later stages may do with a column of a dataset, whatever its version. A column without a policy is allowed. */
export const columnPolicySchema = z.object({
  column: z.string(),
  /** What the newest profile took it for. */
  type: semanticTypeSchema.nullable(),
  /** What the newest profile suggests. */
  suggested: policyActionSchema.nullable(),
  /** What somebody decided; it stands over what is suggested. */
  decided: policyActionSchema.nullable(),
  /** What holds. */
  action: policyActionSchema,
  changedAt: instantSchema,
});
export type ColumnPolicy = z.infer<typeof columnPolicySchema>;

/** Decisions by the names of columns; null takes one back. Columns that are not named keep theirs. */
export const policyDecisionsSchema = z
  .object({ columns: z.record(z.string().min(1).max(512), policyActionSchema.nullable()) })
  .strict()
  .refine(({ columns }) => Object.keys(columns).length <= 10_000, 'at most 10,000 columns');
export type PolicyDecisions = z.infer<typeof policyDecisionsSchema>['columns'];
