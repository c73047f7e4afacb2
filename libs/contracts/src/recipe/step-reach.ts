import type { RowRule } from '../rules/row-rules';
import type { Step } from './step-registry';

/**
 * What a step has to look at for one row of a table: that `row`; the `duplicates` among all rows; whole `columns`, those that it names; or
 * the `table`. All but the last can be done out of core, `columns` where those fit the memory that there is.
 */
export type Reach = 'row' | 'duplicates' | 'columns' | 'table';

/** Whether a rule takes other cells of its column to tell of one: those of other rows, or those that tell in which order days and months are. */
export const comparesCells = (rule: RowRule): boolean => {
  switch (rule.kind) {
    case 'notNull':
    case 'inSet':
    case 'pattern':
      return false;
    case 'type':
      return rule.type === 'date';
    case 'range':
      return typeof rule.min === 'string' || typeof rule.max === 'string';
    default:
      return true;
  }
};

/** What a step looks at, by its parameters. */
export const reachOf = (step: Step): Reach => {
  switch (step.step) {
    case 'mergeRecords':
      return 'table';
    case 'dropDuplicates':
      return 'duplicates';
    case 'imputeNulls':
      return step.method === 'constant' ? 'row' : 'columns';
    case 'castColumn':
      // A comma in a number may stand before its fraction, which other cells tell.
      if (step.to === 'integer' || step.to === 'decimal') return 'columns';
      return step.to === 'date' && step.dateOrder === undefined ? 'columns' : 'row';
    case 'quarantineRows':
      return step.rules?.some(comparesCells) === true ? 'columns' : 'row';
    case 'treatOutliers':
    case 'flagOutliers':
    case 'clusterValues':
    case 'repairTypos':
    case 'repairByDependency':
    case 'reconcileSources':
    case 'moveSuffix':
    case 'matchRecords':
    case 'dropSparseColumns':
      return 'columns';
    default:
      return 'row';
  }
};
