import * as z from 'zod';
import { severitySchema } from '../findings/finding';

/** One computed number (or short word) that an agent may quote. An answer refers to it as `{{id}}` and never writes the number itself. */
export const factSchema = z.object({
  id: z.string(),
  label: z.string(),
  /** The column's name, or null for the table. */
  column: z.string().nullable(),
  value: z.union([z.number(), z.string()]),
  unit: z.enum(['rows', 'cells', 'columns', 'share', 'value', 'findings', 'characters', 'word']),
});
export type Fact = z.infer<typeof factSchema>;

export const explanationPointSchema = z.object({ severity: severitySchema, text: z.string(), advice: z.string() });

/** What the explain job stores: prose whose every number stands in `facts`. */
export const explanationSchema = z.object({
  schema: z.literal('millrace.explanation/1'),
  agent: z.string(),
  agentVersion: z.number().int().positive(),
  /** `rules` when no model was asked, or its answer did not hold. */
  source: z.enum(['model', 'rules']),
  /** Why the rules answered; null when the model did. */
  fallbackReason: z.enum(['no-key', 'breaker-open', 'model-unavailable', 'answer-refused']).nullable(),
  model: z.string().nullable(),
  headline: z.string(),
  summary: z.string(),
  points: z.array(explanationPointSchema),
  /** The facts that the text quotes. */
  facts: z.array(factSchema),
  /** All that the agent was shown; never a raw cell. */
  payload: z.unknown(),
});
export type Explanation = z.infer<typeof explanationSchema>;

/** What one call of a language model cost. */
export const modelUsageSchema = z.object({
  model: z.string(),
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  milliseconds: z.number().nonnegative(),
});
export type ModelUsage = z.infer<typeof modelUsageSchema>;
