import { columnsOfRule } from '../rules/row-rules';
import { selectorOf, selectsMore } from './columns';
import type { Step, StepName } from './step-registry';

/** The names of columns that a step tells beside those that its `columns` takes. */
export const othersNamedBy = (step: Step): readonly string[] => {
  if (step.step === 'reconcileSources') return [step.key, step.source];
  return step.step === 'imputeNulls' ? (step.by ?? []) : [];
};

/**
 * The columns that a step names, those to which it gives their names left out; undefined where it names none and looks at all, or may, by a
 * selector.
 */
export const columnsNamedBy = (step: Step): readonly string[] | undefined => {
  const selector = selectorOf(step);
  if (selector) return selectsMore(selector) ? undefined : [...(selector.names ?? []), ...othersNamedBy(step)];
  if (step.step === 'mergeRecords') {
    const { columns = [], keys = [], comparators = {}, survivorship, recentBy, sourceBy, valid = {} } = step;
    const others = [recentBy, sourceBy?.column].filter((name) => name !== undefined);
    return [...columns, ...keys, ...Object.keys(comparators), ...Object.keys(survivorship.columns), ...Object.keys(valid), ...others];
  }
  if (step.step === 'matchRecords') {
    const { columns, comparators = {} } = step;
    return columns && [...columns, ...Object.keys(comparators)];
  }
  if (step.step === 'correctCells') return [...step.identifiedBy, ...step.cells.map(({ column }) => column)];
  if (step.step === 'flagOutliers') return [step.column];
  if (step.step === 'filterRows') return step.where.map(({ column }) => column);
  if (step.step === 'quarantineRows')
    return [...new Set([...(step.where ?? []).map(({ column }) => column), ...(step.rules ?? []).flatMap(columnsOfRule)])];
  if ('keys' in step) return step.keys;
  if ('dependencies' in step) return [...new Set(step.dependencies.flatMap(({ from, to }) => [...from, to]))];
  if ('from' in step) return [step.from, step.to];
  if (!('columns' in step) || !Array.isArray(step.columns)) return undefined;
  const columns: readonly string[] = step.columns;
  return step.step === 'reconcileSources' ? [...othersNamedBy(step), ...columns] : [...columns, ...othersNamedBy(step)];
};

/** All names that a step says columns have, also those that its selector leaves alone. */
export const columnsToldBy = (step: Step): readonly string[] => {
  const { names = [], except = [] } = selectorOf(step) ?? {};
  return [...(columnsNamedBy(step) ?? [...names, ...othersNamedBy(step)]), ...except];
};

/** The names that a step gives to columns that it adds. */
export const columnsMadeBy = (step: Step): readonly string[] => ('into' in step ? [step.into].flat() : []);

/** Steps by which columns come, go or get other names. */
const layoutSteps: readonly StepName[] = [
  'deriveColumn',
  'dropColumns',
  'dropSparseColumns',
  'extractPattern',
  'flagOutliers',
  'matchRecords',
  'mergeColumns',
  'renameColumns',
  'splitColumn',
];

/** Whether steps change which columns there are: what their names stand for can only be told by planning them for a table. */
export const changesLayout = (steps: readonly Step[]): boolean => steps.some(({ step }) => layoutSteps.includes(step));
