import type { StepName } from '@millrace/contracts';
import type { StepCompiler } from './step';
import { collapseWhitespace } from './steps/collapse-whitespace';
import { normaliseUnicode } from './steps/normalise-unicode';
import { fixMojibake } from './steps/fix-mojibake';
import { replaceText } from './steps/replace-text';
import { mapValues } from './steps/map-values';
import { parseNumbers } from './steps/parse-numbers';
import { flagOutliers } from './steps/flag-outliers';
import { treatOutliers } from './steps/treat-outliers';
import { quarantineRows } from './steps/quarantine-rows';
import { hashCells } from './steps/hash-cells';
import { maskCells } from './steps/mask-cells';
import { filterRows } from './steps/filter-rows';
import { parseBooleans } from './steps/parse-booleans';
import { generalise } from './steps/generalise';
import { standardiseCodes } from './steps/standardise-codes';
import { standardiseTimes } from './steps/standardise-times';
import { standardiseUnits } from './steps/standardise-units';
import { clusterValues } from './steps/cluster-values';
import { renameColumns } from './steps/rename-columns';
import { dropColumns } from './steps/drop-columns';
import { dropSparseColumns } from './steps/drop-sparse-columns';
import { reorderColumns } from './steps/reorder-columns';
import { splitColumn } from './steps/split-column';
import { mergeColumns } from './steps/merge-columns';
import { extractPattern } from './steps/extract-pattern';
import { deriveColumn } from './steps/derive-column';
import { castColumn } from './steps/cast-column';
import { correctCells } from './steps/correct-cells';
import { changeCase } from './steps/change-case';
import { dropDuplicates } from './steps/drop-duplicates';
import { imputeNulls } from './steps/impute-nulls';
import { matchRecords } from './steps/match-records';
import { mergeRecords } from './steps/merge-records';
import { moveSuffix } from './steps/move-suffix';
import { normaliseNulls } from './steps/normalise-nulls';
import { parseDates } from './steps/parse-dates';
import { reformatCells } from './steps/reformat-cells';
import { repairByDependency } from './steps/repair-by-dependency';
import { reconcileSources } from './steps/reconcile-sources';
import { repairTypos } from './steps/repair-typos';
import { roundNoise } from './steps/round-noise';
import { stripUnits } from './steps/strip-units';
import { trimWhitespace } from './steps/trim-whitespace';

/** The compiler of every step: one line a step; a missing one fails to compile. */
export const stepCompilers: { readonly [N in StepName]: StepCompiler<N> } = {
  correctCells,
  trimWhitespace,
  normaliseNulls,
  moveSuffix,
  stripUnits,
  reformatCells,
  roundNoise,
  parseDates,
  changeCase,
  castColumn,
  imputeNulls,
  repairByDependency,
  repairTypos,
  reconcileSources,
  dropDuplicates,
  matchRecords,
  mergeRecords,
  collapseWhitespace,
  normaliseUnicode,
  fixMojibake,
  replaceText,
  mapValues,
  parseNumbers,
  treatOutliers,
  flagOutliers,
  quarantineRows,
  hashCells,
  maskCells,
  filterRows,
  parseBooleans,
  generalise,
  standardiseCodes,
  standardiseTimes,
  standardiseUnits,
  clusterValues,
  renameColumns,
  dropColumns,
  dropSparseColumns,
  reorderColumns,
  splitColumn,
  mergeColumns,
  extractPattern,
  deriveColumn,
};
