import * as z from 'zod';
import { semanticTypeSchema } from '../semantic/semantic-detection';

const share = z.number().min(0).max(1);
const count = z.number().int().nonnegative();

/** What later stages may do with a column: pass it on, mask its cells, replace them by keyed hashes, or leave the column out. */
export const policyActions = ['allow', 'mask', 'hash', 'drop'] as const;
export const policyActionSchema = z.enum(policyActions);
export type PolicyAction = z.infer<typeof policyActionSchema>;

export const personalRisks = ['low', 'medium', 'high'] as const;

const personalTypeSchema = z.object({
  type: semanticTypeSchema,
  /** Of the cells that are not absent, in a sample of the different values where there are many. */
  share,
  confidence: share,
  /** What speaks for it: grammar or checksum of the cells, a list of words, the column's name, the other columns of the table. */
  by: z.enum(['grammar', 'checksum', 'list', 'company']),
  /** The cells are texts that have it somewhere within. */
  isWithin: z.boolean(),
});
export type PersonalType = z.infer<typeof personalTypeSchema>;

export const personalColumnSchema = z.object({
  position: count,
  name: z.string(),
  /** The surest first. */
  types: z.array(personalTypeSchema).min(1),
  /** `direct`: tells who a person is · `quasi`: does so together with others. */
  role: z.enum(['direct', 'quasi']),
  /** Of its type; higher for a quasi-identifier of a table in which many rows stand alone. */
  risk: z.enum(personalRisks),
  /** Of the cells that are not absent, those whose value no other cell has. */
  uniqueness: share,
  suggested: policyActionSchema,
});
export type PersonalColumn = z.infer<typeof personalColumnSchema>;

/**
 * How many rows share the values of all quasi-identifiers (k-anonymity; Sweeney 2002): a row whose k is 1 is told from all others by them
 * alone. Absent cells are a value. Rows are told apart by 96 bits of a hash.
 */
export const anonymitySchema = z.object({
  /** Names of the quasi-identifiers, at most six. */
  columns: z.array(z.string()).min(1),
  rows: count,
  /** The smallest number of rows that share all values. */
  smallestK: count,
  /** Rows with k = 1, and their share. */
  aloneRows: count,
  aloneShare: share,
  /** Share of rows with k below 5. */
  belowFiveShare: share,
});
export type Anonymity = z.infer<typeof anonymitySchema>;

/** Personal data in a table. Nothing of what is in its cells is repeated here. */
export const privacySchema = z.object({
  columns: z.array(personalColumnSchema),
  /** Null for a table that is not about persons, or has no quasi-identifiers. */
  anonymity: anonymitySchema.nullable(),
});
export type Privacy = z.infer<typeof privacySchema>;
