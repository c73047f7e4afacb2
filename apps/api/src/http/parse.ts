import { Fault } from '@millrace/contracts';
import type * as z from 'zod';

/** A value in the schema's terms. @throws Fault `validation-failed`, or the code that an issue names, with every field that is wrong */
export const parse = <Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
  const unknownStep = parsed.error.issues.some((issue) => issue.code === 'custom' && issue.params?.['code'] === 'unknown-step');
  const inRecipe = parsed.error.issues.every(({ path }) => path[0] === 'recipe' || path[0] === 'steps');
  const code = unknownStep ? 'unknown-step' : inRecipe ? 'invalid-recipe' : 'validation-failed';
  throw new Fault(code, errors.map(({ field, message }) => `${field || 'request'}: ${message}`).join('; '), { evidence: { errors } });
};
