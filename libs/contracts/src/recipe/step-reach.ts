import type { Step } from './step-registry';

/**
 * What a step has to look at for one row of a table: that `row`; the `duplicates` among all rows; whole `columns`, those that it names; or
 * the `table`. All but the last can be done out of core, `columns` where those fit the memory that there is.
 */
export type Reach = 'row' | 'duplicates' | 'columns' | 'table';

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
      return step.to === 'date' && step.dateOrder === undefined ? 'columns' : 'row';
    case 'treatOutliers':
    case 'flagOutliers':
    case 'clusterValues':
    case 'repairTypos':
    case 'repairByDependency':
    case 'reconcileSources':
    case 'moveSuffix':
    case 'dropSparseColumns':
      return 'columns';
    default:
      return 'row';
  }
};
