import type { StepName } from '@millrace/contracts';
import type { StepCompiler } from './step';
import { castColumn } from './steps/cast-column';
import { changeCase } from './steps/change-case';
import { dropDuplicates } from './steps/drop-duplicates';
import { imputeNulls } from './steps/impute-nulls';
import { mergeRecords } from './steps/merge-records';
import { moveSuffix } from './steps/move-suffix';
import { normaliseNulls } from './steps/normalise-nulls';
import { parseDates } from './steps/parse-dates';
import { repairByDependency } from './steps/repair-by-dependency';
import { repairTypos } from './steps/repair-typos';
import { roundNoise } from './steps/round-noise';
import { stripUnits } from './steps/strip-units';
import { trimWhitespace } from './steps/trim-whitespace';

/** The compiler of every step: one line a step; a missing one fails to compile. */
export const stepCompilers: { readonly [N in StepName]: StepCompiler<N> } = {
  trimWhitespace,
  normaliseNulls,
  moveSuffix,
  stripUnits,
  roundNoise,
  parseDates,
  changeCase,
  castColumn,
  imputeNulls,
  repairByDependency,
  repairTypos,
  dropDuplicates,
  mergeRecords,
};
