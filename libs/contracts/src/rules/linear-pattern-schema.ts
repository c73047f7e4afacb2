import * as z from 'zod';
import { patternProblem } from './linear-pattern';

/** Refuses a pattern that cannot be matched in linear time, with the construct that is too much, before anything is matched by it. */
export const refuseUnlessLinear = (pattern: string, context: z.RefinementCtx): void => {
  const problem = patternProblem(pattern);
  if (problem !== null) context.addIssue({ code: 'custom', message: problem });
};

export const linearPatternSchema = z.string().min(1).max(500).superRefine(refuseUnlessLinear);
