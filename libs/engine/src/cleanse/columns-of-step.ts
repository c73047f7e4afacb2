import { Fault, type Ingest, type Step } from '@millrace/contracts';

/** Positions of the columns that a step names; all of them where it names none. @throws Fault `unknown-column` */
export const columnsOfStep = (step: Step, at: number, { columns }: Ingest): number[] => {
  const names = 'keys' in step ? step.keys : 'columns' in step ? step.columns : undefined;
  if (names === undefined) return columns.map(({ position }) => position);
  return names.map((name) => {
    const found = columns.find((column) => column.name === name);
    if (found) return found.position;
    const known = columns.slice(0, 50).map((column) => column.name);
    throw new Fault(
      'unknown-column',
      `Step ${at + 1} (${step.step}) names the column "${name}", which is not there. The columns are: ${known.join(', ')}.`,
      { place: { step: at, column: name } },
    );
  });
};
