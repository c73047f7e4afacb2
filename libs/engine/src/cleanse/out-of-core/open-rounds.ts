import { reachOf, type Step } from '@millrace/contracts';
import type { AppliedStep } from '../apply-step';
import { planSteps } from '../plan-steps';
import { applyTurn, isChanged, namesLooked, onlyWritten } from '../run-steps';
import { isDone, isStale, type Effects } from '../settle/effects';
import type { Table } from '../table';
import { hasOpenCells } from './open-cells';
import { silent } from './turns';

/** Makes what is asked for by a name once. */
const kept = <T>(): ((name: string, make: () => T) => T) => {
  const made = new Map<string, T>();
  return (name, make) => {
    const found = made.get(name) ?? make();
    made.set(name, found);
    return found;
  };
};

/**
 * Whether another round of the steps may change what they have left of a chunk, for one chunk after another. Steps that look at a row and at
 * nothing else are tried on it, with those of its cells that are new since; of others it is asked whether anything that they look at is new.
 * @returns takes a chunk, and what the steps have done to it and to those before it
 */
export const openRounds = (steps: readonly Step[]): ((chunk: Table, effects: readonly Effects[]) => Promise<boolean>) => {
  const [plans, trials] = [kept<AppliedStep[]>(), kept<AppliedStep>()];
  return async (chunk, effects) => {
    const table = { ...chunk, layout: [...chunk.layout] };
    const planned = plans(JSON.stringify(table.layout), () =>
      planSteps(steps, table.columns, table.layout).flatMap(({ at, step, cells }) =>
        step === null || isDone(step) ? [] : [{ at, step, cells }],
      ),
    );
    const turns = [...effects];
    const isStaleNow = ({ at, step }: AppliedStep) => isStale(step, at, namesLooked(table, step, at), turns);
    for (const one of planned) {
      if (reachOf(one.step) !== 'row' || table.frame.height === 0 || !isStaleNow(one)) continue;
      if (hasOpenCells(table, one.step)) return true;
      const step = onlyWritten(table, one.step, one.at, turns);
      const trial = trials(JSON.stringify([one.at, step, table.layout]), () => ({ ...one, step }));
      turns.push(await applyTurn(table, trial, silent));
    }
    if (planned.some((one) => reachOf(one.step) !== 'row' && isStaleNow(one))) return true;
    const made = turns.slice(effects.length);
    const names = new Set(made.flatMap(({ written, emptied }) => [...written, ...emptied]));
    return table.layout.length > chunk.layout.length || isChanged(chunk.frame, table, names);
  };
};
