import { Fault, stepOfIssue } from '@millrace/contracts';
import type * as z from 'zod';

type Issue = z.core.$ZodIssue;

/** The fault that an issue names for itself. */
const codeOf = (issue: Issue): unknown => (issue.code === 'custom' ? (issue.params?.['code'] ?? null) : null);

/** What is unknown is named one by one. */
const errorsOf = (issue: Issue): { field: string; message: string }[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), message: 'is not known here' }))
    : [{ field: issue.path.join('.'), message: issue.message }];

/** A value in the schema's terms. @throws Fault `validation-failed`, or the code that an issue names, with every field that is wrong, and of a recipe the first step */
export const parse = <Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap(errorsOf);
  const unknownStep = parsed.error.issues.some((issue) => codeOf(issue) === 'unknown-step');
  const inRecipe = parsed.error.issues.every(
    (issue) => (issue.path[0] === 'recipe' || issue.path[0] === 'steps') && codeOf(issue) === null,
  );
  const code = unknownStep ? 'unknown-step' : inRecipe ? 'invalid-recipe' : 'validation-failed';
  const steps = parsed.error.issues.map(({ path }) => stepOfIssue(path, value));
  const told = parsed.error.issues.flatMap((issue, at) =>
    errorsOf(issue).map(
      ({ field, message }) => `${(issue.code === 'unrecognized_keys' ? undefined : steps[at]?.said) ?? (field || 'request')}: ${message}`,
    ),
  );
  const place = steps.find((step) => step !== null)?.place;
  throw new Fault(code, told.join('; '), { evidence: { errors }, ...(place && { place }) });
};
