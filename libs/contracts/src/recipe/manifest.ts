import * as z from 'zod';
import { outputFormatSchema } from './output';
import { recipeSchema } from './recipe';

/** What a cleansing was made of and what came out: the same input, recipe and engine give the same bytes again. */
export const manifestSchema = z.object({
  schema: z.literal('millrace.manifest/1'),
  /** Version of the engine. */
  engine: z.string(),
  /** `sha256` of the bytes as they came; null where they were not at hand. */
  input: z.object({ sha256: z.string().nullable(), rows: z.number().int().nonnegative() }),
  recipe: recipeSchema,
  /** By step (0-based), the columns that its selector has taken, by the names that they had first; left out where no step has one. */
  selected: z.array(z.object({ step: z.number().int().nonnegative(), columns: z.array(z.string()) })).optional(),
  /** SHA-256 of the recipe as JSON, all defaults filled in. */
  recipeSha256: z.string(),
  output: z.object({ sha256: z.string(), rows: z.number().int().nonnegative() }),
  /** The form in which the table was written besides its own; left out where there is none. */
  exported: z.object({ as: outputFormatSchema, sha256: z.string() }).optional(),
  changes: z.number().int().nonnegative(),
  quarantined: z.number().int().nonnegative(),
});
export type Manifest = z.output<typeof manifestSchema>;
