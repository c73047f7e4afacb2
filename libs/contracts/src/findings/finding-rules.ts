import * as z from 'zod';

/** Rules whose threshold a run may set; the documented ones are beside the rules. Names are stored: added, never renamed. */
export const findingRules = [
  'mixedKind',
  'writtenOtherwise',
  'nullTokens',
  'paddedCells',
  'highNullShare',
  'emptyColumn',
  'constantColumn',
  'nearConstantColumn',
  'outliers',
  'mixedDateOrder',
  'ambiguousDateOrder',
  'impossibleDates',
  'futureDates',
  'beyondDouble',
  'infiniteNumbers',
  'spellingVariants',
  'numericCodes',
  'nearKey',
  'absentTogether',
  'strongCorrelation',
  'brokenDependency',
  'timeGaps',
] as const;
export const findingRuleSchema = z.enum(findingRules);
export type FindingRuleName = (typeof findingRules)[number];

/** Thresholds by rule, where they differ from the documented ones. */
export const thresholdsSchema = z.partialRecord(findingRuleSchema, z.number());
export type Thresholds = Readonly<z.infer<typeof thresholdsSchema>>;
