import type { ColumnProfile, Finding, FindingRuleName, Thresholds } from '@millrace/contracts';
import type { ColumnView } from './column-view';
import { isWellKnown } from './is-well-known';
import { writtenOtherwise } from './written-otherwise';

/** One thing that may be wrong with a column: adding one is one entry here. */
interface FindingRule {
  readonly rule: FindingRuleName;
  readonly threshold: number;
  readonly check: (column: ColumnProfile, threshold: number, view: ColumnView) => Omit<Finding, 'rule' | 'threshold' | 'column'> | null;
}

const percent = (share: number) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
const metric = (column: ColumnProfile, name: string) => column.metrics[name] ?? 0;

export const columnRules: readonly FindingRule[] = [
  {
    rule: 'mixedKind',
    threshold: 0,
    check: ({ evidence, semantic }, threshold) =>
      evidence.misfits <= threshold || isWellKnown({ semantic })
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
    rule: 'writtenOtherwise',
    threshold: 0.9,
    check: (column, threshold) => {
      const form = isWellKnown(column) ? null : writtenOtherwise(column, threshold);
      return (
        form && {
          severity: 'warning',
          measured: form.cells,
          count: form.cells,
          exampleRows: [],
          message: `${form.cells} cells are ${form.what}, such as ${JSON.stringify(form.example)}, and stay text.`,
          advice: form.advice,
        }
      );
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
    rule: 'nearConstantColumn',
    threshold: 0.99,
    check: (column, threshold) => {
      const share = metric(column, 'topShare');
      if (share <= threshold || metric(column, 'distinctCount') < 2) return null;
      return {
        severity: 'info',
        measured: share,
        count: metric(column, 'duplicateCount'),
        exampleRows: [],
        message: `${percent(share)} of the cells that have a value have the same.`,
        advice: 'Look whether the few others are errors.',
      };
    },
  },
  {
    rule: 'outliers',
    threshold: 3,
    check: ({ metrics }, threshold, view) => {
      const { q25, q75, iqr = 0 } = metrics;
      if (view.isTime() || q25 === undefined || q75 === undefined || iqr <= 0) return null;
      const [low, high] = [q25 - threshold * iqr, q75 + threshold * iqr];
      const { cells: count, firstRows } = view.outside(low, high);
      if (count === 0) return null;
      return {
        severity: 'info',
        measured: count,
        count,
        exampleRows: [...firstRows],
        message: `${count} numbers lie more than ${threshold} interquartile ranges outside the quartiles.`,
        advice: 'Check them for slipped digits or units.',
      };
    },
  },
  {
    rule: 'mixedDateOrder',
    threshold: 0,
    check: ({ evidence }, threshold, view) => {
      const { dayFirstDate, monthFirstDate } = view.classCounts();
      const count = Math.min(dayFirstDate, monthFirstDate);
      if (count <= threshold) return null;
      return {
        severity: 'error',
        measured: count,
        count,
        exampleRows: [...view.firstRowsOfClasses([evidence.dateOrder === 'dayFirst' ? 'monthFirstDate' : 'dayFirstDate'])],
        message: `${dayFirstDate} dates can only have the day first, ${monthFirstDate} only the month.`,
        advice: 'Two sources seem to be mixed: days up to the 12th cannot be told from months in this column.',
      };
    },
  },
  {
    rule: 'ambiguousDateOrder',
    threshold: 0,
    check: ({ evidence, kind }, _, view) => {
      if (!evidence.isOrderGuessed || kind !== 'date') return null;
      const count = view.classCounts().ambiguousDate;
      return {
        severity: 'warning',
        measured: count,
        count,
        exampleRows: [],
        message: 'No date tells whether the day or the month comes first; they are read with the day first.',
        advice: 'Say which it is with parseDates before you rely on these dates.',
      };
    },
  },
  {
    rule: 'impossibleDates',
    threshold: 0,
    check: (column, threshold, view) => {
      const count = metric(column, 'impossibleCount');
      if (count <= threshold) return null;
      return {
        severity: 'error',
        measured: count,
        count,
        exampleRows: [...view.firstRowsOfClasses(['impossibleDate'])],
        message: `${count} cells look like dates that no calendar has.`,
        advice: 'Correct them at their source; they cannot be cast.',
      };
    },
  },
  {
    rule: 'futureDates',
    threshold: 0,
    check: (column, threshold) => {
      const count = metric(column, 'futureCount');
      if (count <= threshold) return null;
      return {
        severity: 'info',
        measured: count,
        count,
        exampleRows: [],
        message: `${count} dates lie in the future.`,
        advice: 'Right for plans and expiry dates, wrong for what has happened.',
      };
    },
  },
  {
    rule: 'beyondDouble',
    threshold: 0,
    check: (column, threshold) => {
      const count = metric(column, 'beyondDoubleCount');
      if (count <= threshold) return null;
      return {
        severity: 'warning',
        measured: count,
        count,
        exampleRows: [],
        message: `${count} integers lie beyond 2^53, where doubles have gaps.`,
        advice: 'Keep the column as text, or as a decimal type, wherever it goes.',
      };
    },
  },
  {
    rule: 'infiniteNumbers',
    threshold: 0,
    check: (column, threshold) => {
      const count = metric(column, 'infinityCount');
      if (count <= threshold) return null;
      return {
        severity: 'warning',
        measured: count,
        count,
        exampleRows: [],
        message: `${count} numbers are infinite; statistics leave them out.`,
        advice: 'They often come from a division by zero.',
      };
    },
  },
  {
    rule: 'spellingVariants',
    threshold: 0,
    check: ({ kind }, threshold, view) => {
      const variants = kind === 'category' ? view.spellingVariants() : [];
      const count = variants.reduce((sum, entry) => sum + view.table.counts[entry]!, 0);
      if (count <= threshold) return null;
      return {
        severity: 'warning',
        measured: variants.length,
        count,
        exampleRows: view.firstRowsOf(variants),
        message: `${variants.length} values differ from a more frequent one by letter case or white space alone.`,
        advice: 'trimWhitespace and changeCase make them one.',
      };
    },
  },
  {
    rule: 'numericCodes',
    threshold: 0.5,
    check: ({ kind }, threshold, view) => {
      const count = view.classCounts().code;
      const share = view.present() === 0 ? 0 : count / view.present();
      if (kind === 'integer' || kind === 'decimal' || share <= threshold) return null;
      return {
        severity: 'info',
        measured: share,
        count,
        exampleRows: [],
        message: `${percent(share)} of the values are digits that a number would not keep, such as 01234 or 1e5.`,
        advice: 'Keep the column as text.',
      };
    },
  },
];

/** Applies every rule to a column, in order. */
export const columnFindings = (column: ColumnProfile, view: ColumnView, thresholds: Thresholds): Finding[] =>
  columnRules.flatMap(({ rule, threshold: usual, check }) => {
    const threshold = thresholds[rule] ?? usual;
    const found = check(column, threshold, view);
    return found ? [{ ...found, rule, threshold, column: column.name }] : [];
  });

/** Rows that repeat an earlier one, as a finding. */
export const duplicateFinding = ({ count, firstRows }: { readonly count: number; readonly firstRows: number[] }): Finding[] =>
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
          exampleRows: firstRows,
          message: `${count} rows repeat an earlier one in every cell.`,
          advice: 'dropDuplicates sets them aside.',
        },
      ];
