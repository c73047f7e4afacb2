import { Fault, type Step } from '@millrace/contracts';
import type { StepColumn } from './step';

const namesOf = (step: Step): readonly string[] | undefined => {
  if (step.step === 'mergeRecords') {
    const { columns = [], keys = [], comparators = {}, survivorship, recentBy, sourceBy, valid = {} } = step;
    const others = [recentBy, sourceBy?.column].filter((name) => name !== undefined);
    return [...columns, ...keys, ...Object.keys(comparators), ...Object.keys(survivorship.columns), ...Object.keys(valid), ...others];
  }
  if (step.step === 'correctCells') return [...step.identifiedBy, ...step.cells.map(({ column }) => column)];
  if (step.step === 'reconcileSources') return [step.key, step.source, ...step.columns];
  if (step.step === 'imputeNulls') return [...step.columns, ...(step.by ?? [])];
  if ('where' in step) return step.where.map(({ column }) => column);
  if ('keys' in step) return step.keys;
  if ('dependencies' in step) return [...new Set(step.dependencies.flatMap(({ from, to }) => [...from, to]))];
  if ('from' in step) return [step.from, step.to];
  return 'columns' in step ? step.columns : undefined;
};

/** @param who names it, for the fault. @throws Fault `unknown-column` */
export const columnNamed = (name: string, who: string, columns: readonly StepColumn[], at?: number): StepColumn => {
  const found = columns.find((column) => column.name === name);
  if (found) return found;
  const known = columns.slice(0, 50).map((column) => column.name);
  throw new Fault('unknown-column', `${who} names the column "${name}", which is not there. The columns are: ${known.join(', ')}.`, {
    place: { ...(at !== undefined && { step: at }), column: name },
  });
};

/** Positions of the columns that a step names; all of them where it names none. @throws Fault `unknown-column` */
export const columnsOfStep = (step: Step, at: number, columns: readonly StepColumn[]): number[] => {
  const names = namesOf(step);
  if (names === undefined) return columns.map(({ position }) => position);
  return [...new Set(names)].map((name) => columnNamed(name, `Step ${at + 1} (${step.step})`, columns, at).position);
};
