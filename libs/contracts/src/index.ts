export { Fault, failureSchema, placeSchema, type Failure, type FaultOptions, type Place } from './faults/fault';
export { faultCatalog, faultCodes, type FaultCode, type FaultKind } from './faults/fault-catalog';
export { nearWords } from './faults/near-words';
export { namesMissing, unknownColumns } from './faults/unknown-columns';
export { isForMemory, saysNoMemory } from './faults/no-memory';
export { idSchema, instantSchema, sha256Schema, type Id } from './ids';
export {
  compressions,
  compressionSchema,
  datasetSchema,
  fileFormats,
  fileFormatSchema,
  fileNameSchema,
  nameSchema,
  readOptionsSchema,
  versionSchema,
  versionStates,
  versionStateSchema,
  type Compression,
  type Dataset,
  type FileFormat,
  type ReadOptions,
  type Version,
  type VersionState,
} from './datasets/dataset';
export { foreignContentOf } from './datasets/foreign-content';
export {
  chainKinds,
  chainKindSchema,
  jobCatalog,
  jobKindOf,
  jobKinds,
  jobKindSchema,
  runKindSchema,
  type JobKind,
  type RunKind,
} from './jobs/job-catalog';
export { prioritySchema } from './jobs/priority';
export { isTerminal, jobStates, jobStateSchema, runStates, runStateSchema, type JobState, type RunState } from './jobs/job-state';
export { capacitySchema, type Capacity } from './jobs/capacity';
export { doorbellSchema, memoryClasses, memoryClassOf, queueNames, type Doorbell, type MemoryClass, type QueueName } from './jobs/doorbell';
export {
  artefactKinds,
  artefactKindSchema,
  artefactSchema,
  jobViewSchema,
  progressSchema,
  runSchema,
  timingsSchema,
  type Artefact,
  type ArtefactKind,
  type JobView,
  type Progress,
  type Run,
  type Timings,
} from './runs/run';

export { findingSchema, severities, severitySchema, type Finding, type Severity } from './findings/finding';
export { findingRules, type FindingRuleName, type Thresholds } from './findings/finding-rules';
export { changeCountsSchema, type ChangeCounts } from './recipe/change-counts';
export {
  changeDecisionSchema,
  changeDecisionsSchema,
  decidedChangesSchema,
  changeVerdictSchema,
  suggestedChangeSchema,
  type ChangeDecision,
  type ChangeVerdict,
  type DecidedChanges,
  type SuggestedChange,
} from './recipe/change-decision';
export { changeSchema, quarantinedRowSchema, type Change, type QuarantinedRow } from './recipe/change';
export { readExpression, type ExpressionCall } from './recipe/expression-shapes';
export type { Tree as ExpressionTree } from './recipe/expression-tree';
export { stepOfIssue } from './recipe/recipe-issues';
export { chosenRecipeSchema, defaultRecipe, recipeSchema, type Recipe, type RecipeInput } from './recipe/recipe';
export { undoAccountSchema, undoSelectionSchema, type UndoAccount, type UndoSelection } from './recipe/undo';
export { defaultChangedShare, type RecipeLimits } from './recipe/limits';
export { columnsOfMatch, matchOptionsSchema, recordClusterSchema, recordPairSchema, type RecordCluster } from './recipe/match';
export type { ComparatorName, RecordPair } from './recipe/matching';
export {
  columnsOfMerge,
  goldenRecordSchema,
  mergeOptionsSchema,
  type GoldenRecord,
  type MergeOptions,
  type SurvivorshipRule,
} from './recipe/survivorship';
export {
  decidedPairsSchema,
  pairDecisionSchema,
  pairDecisionsSchema,
  type DecidedPairs,
  type PairDecision,
  type PairVerdict,
  pairVerdictSchema,
} from './recipe/pair-decision';
export { suggestedStepSchema, suggestionRows, suggestionSchema, type SuggestedStep, type Suggestion } from './recipe/suggestion';
export { stepNames, stepRegistry, type Step, type StepName, type StepOf } from './recipe/step-registry';
export {
  semanticDetectionSchema,
  semanticTypeIds,
  semanticTypeSchema,
  type SemanticDetection,
  type SemanticTypeId,
} from './semantic/semantic-detection';
export { compareOptionsSchema, type CompareOptions } from './compare/compare-options';
export {
  comparisonSchema,
  driftThresholdsSchema,
  type ColumnComparison,
  type Comparison,
  type DriftThresholds,
  type RowDifference,
} from './compare/comparison';
export { metricHistorySchema, type MetricHistory } from './history/metric-history';
export { metricValueSchema, type MetricValue } from './history/metric-value';
export { historyVersions, watchedMetrics, type WatchedMetric } from './history/watched-metrics';
export { columnPolicySchema, policyDecisionsSchema, type ColumnPolicy, type PolicyDecisions } from './privacy/column-policy';
export {
  policyActions,
  policyActionSchema,
  privacySchema,
  type Anonymity,
  type PersonalColumn,
  type PersonalType,
  type PolicyAction,
  type Privacy,
} from './privacy/privacy';
export { codeSigns, formatProgramSchema, type DateForm, type FormatProgram } from './recipe/steps/reformat-cells';
export { type StepDecisions } from './recipe/decided-rows';
export { defaultNullTokens } from './recipe/steps/normalise-nulls';
export { manifestSchema, type Manifest } from './recipe/manifest';
export { outputFormatSchema, type OutputFormat } from './recipe/output';
export {
  defaultPreviewSample,
  previewSampleSchema,
  previewSchema,
  sweptSchema,
  type ColumnSummary,
  type Preview,
  type PreviewedStep,
  type PreviewSample,
  type Swept,
} from './recipe/preview';
export {
  recipeDiffSchema,
  recipeNameSchema,
  savedRecipeSchema,
  savedReferenceSchema,
  type RecipeDiff,
  type SavedRecipe,
} from './recipe/saved';
export { sweepSchema, sweepShape, type Sweep } from './recipe/sweep';
export { sweepRecipes, wantedSweepSchema, type WantedSweep } from './recipe/sweep-recipes';
export type { LayoutChange } from './recipe/layout';
export type { Condition } from './recipe/condition';
export { unitScales, type UnitName } from './recipe/units';
export { policySteps } from './recipe/policy-steps';
export { changesLayout, columnsMadeBy, columnsNamedBy, columnsToldBy, othersNamedBy } from './recipe/columns-named';
export { mayTake, selectorOf, selectsByCells, selectsMore, type ColumnSelector } from './recipe/columns';
export { goesByContract, inlineContract } from './recipe/inline-contract';
export { bytesOfHeld, holdsColumns, leastCleanseBytes } from './recipe/step-memory';
export { comparesCells, reachOf } from './recipe/step-reach';
export { cleanseOptionsSchema, type Hiding } from './recipe/cleanse-options';
export { scopes, scopeSchema, type Scope } from './api/scopes';
export {
  explanationPointSchema,
  explanationSchema,
  factSchema,
  modelUsageSchema,
  type Explanation,
  type Fact,
  type ModelUsage,
} from './agents/explanation';
export {
  asideRowSchema,
  dialectSchema,
  ingestSchema,
  type AsideRow,
  type Dialect,
  type HeaderEvidence,
  type Ingest,
} from './profile/ingest';
export { kinds, profileSchema, type ColumnProfile, type Kind, type Profile } from './profile/profile';
export type { PeriodUnit, TimeSeries } from './profile/time-series';
export { profileOptionsSchema, type ProfileOptions } from './profile/profile-options';
export { laneSchema, type Lane, type WorkedLane } from './profile/lane';
export { metricCatalogue, type ColumnMetricId, type MetricId } from './profile/metric-catalogue';
export {
  relationModes,
  relationModeSchema,
  type CorrelationMeasure,
  type Correlations,
  type Dependencies,
  type Keys,
  type Missingness,
  type RelationMode,
  type Relations,
} from './profile/relations';
export {
  contractResultSchema,
  contractSchema,
  contractStateSchema,
  failingRowSchema,
  storedContractSchema,
  type Contract,
  type ContractResult,
  type ContractRule,
  type ContractState,
  type FailingRow,
  type StoredContract,
} from './rules/contract';
export { exchangeFormats, exchangeFormatSchema } from './rules/exchange/exchange';
export { linearPattern } from './rules/linear-pattern';
export { columnsOfRule, type RowRule } from './rules/row-rules';
export { ruleSchema, type Rule, type SuggestedRule } from './rules/rule';
export { qualityDimensions, type Quality, type QualityDimension } from './rules/quality';
