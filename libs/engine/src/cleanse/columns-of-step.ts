import { columnsNamedBy, unknownColumns } from '@millrace/contracts';
import type { NamedStep, StepColumn } from './step';

/** @param who names it, for the fault. @throws Fault `unknown-column` */
export const columnNamed = (name: string, who: string, columns: readonly StepColumn[], at?: number): StepColumn => {
  const found = columns.find((column) => column.name === name);
  if (found) return found;
  throw unknownColumns(
    who,
    [name],
    columns.map((column) => column.name),
    at === undefined ? {} : { step: at },
  );
};

/** Positions of the columns that a step names; all of them where it names none. @throws Fault `unknown-column` */
export const columnsOfStep = (step: NamedStep, at: number, columns: readonly StepColumn[]): number[] => {
  const names = columnsNamedBy(step);
  if (names === undefined) return columns.map(({ position }) => position);
  return [...new Set(names)].map((name) => columnNamed(name, `steps[${at}] (${step.step})`, columns, at).position);
};
