import { reachOf, type Step } from '@millrace/contracts';
import { planSteps } from '../plan-steps';
import { applyTurn, isChanged, namesLooked, onlyWritten } from '../run-steps';
import { isDone, isStale, type Effects } from '../settle/effects';
import type { Table } from '../table';
import { silent } from './turns';

/**
 * Whether another round of the steps may change what they have left of a chunk. Steps that look at a row and at nothing else are tried on
 * it, with those of its cells that are new since; of others it is asked whether anything that they look at is new.
 * @param effects what the steps have done, to this chunk and to those before it
 */
export const isOpen = async (steps: readonly Step[], chunk: Table, effects: readonly Effects[]): Promise<boolean> => {
  const table = { ...chunk, layout: [...chunk.layout] };
  const planned = planSteps(steps, table.columns, table.layout).flatMap(({ at, step, cells }) =>
    step === null || isDone(step) ? [] : [{ at, step, cells }],
  );
  const turns = [...effects];
  const isStaleNow = ({ at, step }: { readonly at: number; readonly step: Step }) => isStale(step, at, namesLooked(table, step, at), turns);
  for (const { at, step, cells } of planned)
    if (reachOf(step) === 'row' && table.frame.height > 0 && isStaleNow({ at, step }))
      turns.push(await applyTurn(table, { at, step: onlyWritten(table, step, at, turns), cells }, silent));
  if (planned.some((one) => reachOf(one.step) !== 'row' && isStaleNow(one))) return true;
  const made = turns.slice(effects.length);
  const names = new Set(made.flatMap(({ written, emptied }) => [...written, ...emptied]));
  return table.layout.length > chunk.layout.length || isChanged(chunk.frame, table, names);
};
