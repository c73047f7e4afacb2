import type { StepName } from '@millrace/contracts';
import type { StepCompiler } from './step';
import { castColumn } from './steps/cast-column';
import { dropDuplicates } from './steps/drop-duplicates';
import { imputeNulls } from './steps/impute-nulls';
import { normaliseNulls } from './steps/normalise-nulls';
import { trimWhitespace } from './steps/trim-whitespace';

/** The compiler of every step: one line a step; a missing one fails to compile. */
export const stepCompilers: { readonly [N in StepName]: StepCompiler<N> } = {
  trimWhitespace,
  normaliseNulls,
  castColumn,
  imputeNulls,
  dropDuplicates,
};
