import {
  qualityDimensions,
  type ColumnProfile,
  type Finding,
  type MetricId,
  type Quality,
  type QualityDimension,
} from '@millrace/contracts';
import { isWellKnown } from '../profile/is-well-known';

/** Checks of one dimension. */
export interface Check {
  readonly dimension: QualityDimension;
  /** The column whose cells are checked; null where rows or the table are. */
  readonly column: string | null;
  readonly checked: number;
  readonly failed: number;
}

export interface QualityInput {
  readonly rows: number;
  readonly duplicateRows: number;
  readonly columns: readonly Pick<ColumnProfile, 'name' | 'evidence' | 'metrics' | 'semantic'>[];
  readonly findings: readonly Pick<Finding, 'rule' | 'column' | 'count'>[];
  /** What rules of a contract have found. */
  readonly rules: readonly Check[];
}

const presentOf = ({ metrics }: QualityInput['columns'][number]): number => (metrics['count'] ?? 0) - (metrics['nullCount'] ?? 0);

/** Findings that say that cells do not agree with others of their column. */
const inconsistencies: ReadonlySet<string> = new Set(['spellingVariants', 'mixedDateOrder', 'paddedCells']);

/**
 * What the profile itself knows to be wrong. It checks a column only where it has found something: such a check can take away and never
 * give, for a column that no rule speaks of is not known to be right.
 */
const builtIn = ({ columns, findings }: QualityInput): Check[] =>
  columns.flatMap((column) => {
    const checked = presentOf(column);
    const invalid = isWellKnown(column) ? 0 : column.evidence.misfits;
    const own = findings.filter((finding) => finding.column === column.name && inconsistencies.has(finding.rule));
    const wrong = Math.min(
      checked,
      own.reduce((sum, { count }) => sum + count, 0),
    );
    return [
      ...(invalid > 0 ? [{ dimension: 'validity' as const, column: column.name, checked, failed: invalid }] : []),
      ...(wrong > 0 ? [{ dimension: 'consistency' as const, column: column.name, checked, failed: wrong }] : []),
    ];
  });

const dimensionOf = (checks: readonly Check[]): Quality['dimensions'][QualityDimension] => {
  const checked = checks.reduce((sum, check) => sum + check.checked, 0);
  const failed = checks.reduce((sum, check) => sum + check.failed, 0);
  return { score: checked === 0 ? null : (100 * (checked - failed)) / checked, checked, failed };
};

/** The quality of a table by dimension and as one score; every formula is in docs/quality.md. */
export const scoreQuality = (input: QualityInput): Quality => {
  const { rows, duplicateRows, columns, rules } = input;
  const cells = rows * columns.length;
  const present = columns.reduce((sum, column) => sum + presentOf(column), 0);
  const checks: Check[] = [
    { dimension: 'completeness', column: null, checked: cells, failed: cells - present },
    ...(present === 0 ? [] : [{ dimension: 'uniqueness' as const, column: null, checked: rows, failed: duplicateRows }]),
    ...builtIn(input),
    ...rules,
  ];
  const of = (dimension: QualityDimension) => dimensionOf(checks.filter((check) => check.dimension === dimension));
  const trustedCells = columns.reduce((sum, column) => {
    const failed = checks.filter((check) => check.column === column.name).reduce((all, check) => all + check.failed, 0);
    return sum + Math.max(0, presentOf(column) - failed);
  }, 0);
  const dimensions = {
    completeness: of('completeness'),
    validity: of('validity'),
    uniqueness: of('uniqueness'),
    consistency: of('consistency'),
    timeliness: of('timeliness'),
  };
  const share = ({ score }: { readonly score: number | null }) => (score === null ? 1 : score / 100);
  const score = cells === 0 ? null : 100 * (trustedCells / cells) * share(dimensions.uniqueness) * share(dimensions.timeliness);
  return { score, trustedCells, cells, dimensions };
};

const metricIds: Readonly<Record<QualityDimension, MetricId>> = {
  completeness: 'completenessScore',
  validity: 'validityScore',
  uniqueness: 'uniquenessScore',
  consistency: 'consistencyScore',
  timeliness: 'timelinessScore',
};

/** The scores that are measured, as metrics of the table. */
export const qualityMetrics = ({ score, dimensions }: Quality): Record<string, number> => {
  const scores = [['qualityScore', score] as const, ...qualityDimensions.map((name) => [metricIds[name], dimensions[name].score] as const)];
  return Object.fromEntries(scores.flatMap(([id, value]) => (value === null ? [] : [[id, value]])));
};
