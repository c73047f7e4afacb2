import {
  chainKinds,
  chainKindSchema,
  cleanseOptionsSchema,
  compareOptionsSchema,
  fileNameSchema,
  nameSchema,
  outputFormatSchema,
  prioritySchema,
  profileOptionsSchema,
  readOptionsSchema,
} from '@millrace/contracts';
import * as z from 'zod';
import { readParametersSchema } from './read-parameters';

const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.issues.push({ code: 'custom', message: 'must be JSON', input: text });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** What only a run needs. */
const runParameters = ['recipe', 'output', 'compare', 'profile', 'cleanse', 'priority'] as const;

const fields = z
  .object({
    name: nameSchema.optional(),
    fileName: fileNameSchema.optional(),
    readOptions: json(readOptionsSchema).optional().meta({ description: 'All read options as one JSON object' }),
    /** Kinds of a run that starts as soon as the upload is stored, e.g. `profile,cleanse`. */
    run: z
      .string()
      .transform((text) => text.split(',').map((kind) => kind.trim()))
      .pipe(z.array(chainKindSchema).min(1).max(chainKinds.length))
      .optional(),
    recipe: json(z.unknown()).optional(),
    output: json(outputFormatSchema).optional().meta({ description: 'A form in which a cleansed table is written besides its own' }),
    compare: json(compareOptionsSchema).optional(),
    profile: json(profileOptionsSchema).optional(),
    cleanse: json(cleanseOptionsSchema).optional(),
    priority: z.coerce.number().pipe(prioritySchema).optional().meta({ description: 'Of the run among those of the tenant, -10 to 10' }),
    ...readParametersSchema.shape,
  })
  .strict();

/** The parameters of an upload, taken from the query, or from form fields that come before the file. */
export const uploadOptionsSchema = fields.superRefine((options, context) => {
  if (options.run) return;
  for (const name of runParameters)
    if (options[name] !== undefined)
      context.addIssue({
        code: 'custom',
        path: [name],
        message: 'belongs to a run; name its kinds by `run`',
        params: { code: 'validation-failed' },
      });
});
