import { bytesOfHeld, columnsNamedBy, holdsColumns, leastCleanseBytes, reachOf, type Step } from '@millrace/contracts';
import type { TableEstimate } from './source';

const MEBIBYTE = 1024 * 1024;
/** What a cleansing out of core reserves where no step looks at whole columns. */
export const outOfCoreCleanseBytes = 512 * MEBIBYTE;

/** What a cleansing takes out of core. */
export interface CleanseLane {
  readonly wantedBytes: number;
  readonly leastBytes: number;
  /** The step that takes the least, in words; null where none takes more than a row group does. */
  readonly because: string | null;
}

const named = (step: Step, at: number): string => `steps[${at}] (${step.step})`;

/** The step that can be done in memory alone, in words; null where a recipe has none. */
export const keptInMemory = (steps: readonly Step[]): string | null => {
  const at = steps.findIndex((step) => reachOf(step) === 'table');
  const step = steps[at];
  return step ? `${named(step, at)} compares all rows with one another` : null;
};

/** What a recipe takes out of core, by the estimate of its table: a step that looks at whole columns holds those that it names. */
export const cleanseLane = (steps: readonly Step[], { rows, columns, textBytes, widestBytes }: TableEstimate): CleanseLane => {
  let [least, because]: [number, string | null] = [leastCleanseBytes, null];
  for (const [at, step] of steps.entries()) {
    if (!holdsColumns(step)) continue;
    const looked = columnsNamedBy(step)?.length ?? columns;
    const bytes = bytesOfHeld(Math.min(textBytes, looked * widestBytes), rows * looked);
    if (bytes > least) [least, because] = [bytes, `${named(step, at)} looks at ${looked} whole columns`];
  }
  return { wantedBytes: Math.max(outOfCoreCleanseBytes, Math.ceil(least)), leastBytes: Math.ceil(least), because };
};
