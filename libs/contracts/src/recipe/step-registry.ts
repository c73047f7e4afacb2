import type { z } from 'zod';
import { castColumn } from './steps/cast-column';
import { dropDuplicates } from './steps/drop-duplicates';
import { imputeNulls } from './steps/impute-nulls';
import { normaliseNulls } from './steps/normalise-nulls';
import { trimWhitespace } from './steps/trim-whitespace';

/** Every recipe step by its stored name: one line a step. The engine's registry is typed by this one. */
export const stepRegistry = { trimWhitespace, normaliseNulls, castColumn, imputeNulls, dropDuplicates } as const;

export type StepName = keyof typeof stepRegistry;
export type StepOf<N extends StepName> = z.output<(typeof stepRegistry)[N]>;
export type Step = { [N in StepName]: StepOf<N> }[StepName];
export const stepNames = Object.keys(stepRegistry) as StepName[];
