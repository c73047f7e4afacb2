import { bytesOfHeld, columnsNamedBy, holdsColumns, type Ingest, type Recipe, type Step, type StepName } from '@millrace/contracts';
import { cell } from '../../ingest/working-copy';
import { columnNamed } from '../columns-of-step';
import { Chunks } from './chunks';
import { textBytesOf } from './text-bytes';

/** A step of a suggested recipe that was not done, as the whole columns that it looks at do not fit the memory. */
export interface LeftOutStep {
  /** Place in the recipe, from 0. */
  readonly at: number;
  readonly step: StepName;
  readonly columns: number;
  readonly neededBytes: number;
  readonly offeredBytes: number;
}

interface Asked {
  readonly workingCopyPath: string;
  readonly ingest: Ingest;
  readonly recipe: Recipe;
  /** Bytes that the process may take. */
  readonly memoryBytes: number;
}

/** All columns where a selector takes more than it names. */
const positionsOf = (step: Step, at: number, { columns }: Ingest): number[] =>
  (columnsNamedBy(step) ?? columns.map(({ name }) => name)).map(
    (name) => columnNamed(name, `steps[${at}] (${step.step})`, columns, at).position,
  );

/** UTF-8 bytes of the texts of some columns, by their position. */
const widthsOf = async ({ workingCopyPath, ingest, memoryBytes }: Asked, positions: readonly number[]): Promise<Map<number, number>> => {
  const widths = new Map<number, number>();
  const chunks = new Chunks(workingCopyPath, ingest.columns.length, 1, memoryBytes);
  for await (const frame of chunks.all(positions.map(cell)))
    for (const position of positions) widths.set(position, (widths.get(position) ?? 0) + textBytesOf(frame.select(cell(position))));
  return widths;
};

/**
 * A recipe without the steps that look at more whole columns than fit some memory, and which those are: of a recipe that nobody has written,
 * the rest is better than nothing. The columns are taken as they came; steps that change which there are must not be in it.
 */
export const leaveOutSteps = async (asked: Asked): Promise<{ readonly recipe: Recipe; readonly leftOut: readonly LeftOutStep[] }> => {
  const { ingest, recipe, memoryBytes } = asked;
  const looking = recipe.steps.flatMap((step, at) => (holdsColumns(step) ? [{ at, step, positions: positionsOf(step, at, ingest) }] : []));
  if (looking.length === 0) return { recipe, leftOut: [] };
  const widths = await widthsOf(asked, [...new Set(looking.flatMap(({ positions }) => positions))]);
  const leftOut = looking.flatMap(({ at, step, positions }) => {
    const textBytes = positions.reduce((sum, position) => sum + (widths.get(position) ?? 0), 0);
    const neededBytes = bytesOfHeld(textBytes, ingest.rows * positions.length);
    return neededBytes > memoryBytes ? [{ at, step: step.step, columns: positions.length, neededBytes, offeredBytes: memoryBytes }] : [];
  });
  const places = new Set(leftOut.map(({ at }) => at));
  return { recipe: { ...recipe, steps: recipe.steps.filter((_, at) => !places.has(at)) }, leftOut };
};
