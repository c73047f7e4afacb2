import type { ColumnProfile, Finding } from '@millrace/contracts';

/** One thing that may be wrong with a column: adding one is one entry here. */
interface FindingRule {
  readonly rule: string;
  readonly threshold: number;
  readonly check: (column: ColumnProfile, threshold: number) => Omit<Finding, 'rule' | 'threshold' | 'column'> | null;
}

const percent = (share: number) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
const metric = (column: ColumnProfile, name: string) => column.metrics[name] ?? 0;

const rules: readonly FindingRule[] = [
  {
    rule: 'mixedKind',
    threshold: 0,
    check: ({ evidence }, threshold) =>
      evidence.misfits <= threshold
        ? null
        : {
            severity: 'warning',
            measured: evidence.misfits,
            count: evidence.misfits,
            exampleRows: evidence.misfitRows,
            message: `${evidence.fits} cells are of kind ${evidence.candidate}, ${evidence.misfits} are not, so the column is kept as text.`,
            advice: `Look at the rows named; castColumn to ${evidence.candidate} keeps what does not fit.`,
          },
  },
  {
    rule: 'nullTokens',
    threshold: 0,
    check: (column, threshold) => {
      const count = metric(column, 'tokenNullCount');
      if (count <= threshold) return null;
      return {
        severity: 'warning',
        measured: count,
        count,
        exampleRows: [],
        message: `${count} cells hold a word for "no value", such as N/A.`,
        advice: 'normaliseNulls makes them absent.',
      };
    },
  },
  {
    rule: 'paddedCells',
    threshold: 0,
    check: (column, threshold) => {
      const count = metric(column, 'paddedCount');
      if (count <= threshold) return null;
      return {
        severity: 'info',
        measured: count,
        count,
        exampleRows: [],
        message: `${count} cells have white space at an end.`,
        advice: 'trimWhitespace removes it.',
      };
    },
  },
  {
    rule: 'highNullShare',
    threshold: 0.2,
    check: (column, threshold) => {
      const share = metric(column, 'nullShare');
      if (share <= threshold || column.kind === 'empty') return null;
      return {
        severity: share > 0.5 ? 'warning' : 'info',
        measured: share,
        count: metric(column, 'nullCount'),
        exampleRows: [],
        message: `${percent(share)} of the cells have no value.`,
        advice: 'imputeNulls fills them; first find out why they are absent.',
      };
    },
  },
  {
    rule: 'emptyColumn',
    threshold: 0,
    check: (column) =>
      column.kind === 'empty'
        ? {
            severity: 'warning',
            measured: 1,
            count: metric(column, 'count'),
            exampleRows: [],
            message: 'No cell has a value.',
            advice: 'Drop the column, or mend the export that left it empty.',
          }
        : null,
  },
  {
    rule: 'constantColumn',
    threshold: 1,
    check: (column, threshold) =>
      column.kind !== 'empty' && metric(column, 'distinctCount') <= threshold && metric(column, 'count') > 1
        ? {
            severity: 'info',
            measured: 1,
            count: metric(column, 'count'),
            exampleRows: [],
            message: 'Every cell that has a value has the same.',
            advice: 'The column tells rows apart by absence only; it may be dropped.',
          }
        : null,
  },
  {
    rule: 'outliers',
    threshold: 3,
    check: ({ metrics, histogram, kind }, threshold) => {
      const { q25, q75, min, max } = metrics;
      if (
        kind === 'date' ||
        kind === 'timestamp' ||
        histogram === null ||
        q25 === undefined ||
        q75 === undefined ||
        min === undefined ||
        max === undefined
      )
        return null;
      const spread = q75 - q25;
      const reach = spread > 0 ? Math.max((max - q75) / spread, (q25 - min) / spread) : 0;
      if (reach <= threshold) return null;
      return {
        severity: 'info',
        measured: reach,
        count: 0,
        exampleRows: [],
        message: `The farthest value lies ${reach.toFixed(1)} interquartile ranges outside the quartiles.`,
        advice: 'Check the extreme values for slipped digits or units.',
      };
    },
  },
];

/** Applies every rule to every column, in order. */
export const columnFindings = (columns: readonly ColumnProfile[]): Finding[] =>
  columns.flatMap((column) =>
    rules.flatMap(({ rule, threshold, check }) => {
      const found = check(column, threshold);
      return found ? [{ ...found, rule, threshold, column: column.name }] : [];
    }),
  );

/** Rows that repeat an earlier one, as a finding. */
export const duplicateFinding = (count: number): Finding[] =>
  count === 0
    ? []
    : [
        {
          rule: 'duplicateRows',
          severity: 'warning',
          column: null,
          measured: count,
          threshold: 0,
          count,
          exampleRows: [],
          message: `${count} rows repeat an earlier one in every cell.`,
          advice: 'dropDuplicates sets them aside.',
        },
      ];
