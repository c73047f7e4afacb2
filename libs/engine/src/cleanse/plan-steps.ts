import { Fault, selectorOf, type LayoutChange, type Step } from '@millrace/contracts';
import { assertSome, changesOf } from './change-columns';
import { columnsOfStep } from './columns-of-step';
import { columnsAfter, everyColumn } from './layout';
import { namingStep } from './naming-step';
import { takenNow, type TakeNow } from './select/taken-columns';
import { keptCells, type KeptCells } from './settle/kept-cells';
import { onOwnOutput } from './settle/own-output';
import type { NamedStep, StepColumn, StepCompiler } from './step';
import { stepCompilers } from './step-compilers';

/** A step as it is for a table. */
export interface PlannedStep {
  /** Its place in the recipe. */
  readonly at: number;
  /** Null where the recipe has left nothing for it to do, when it ran on this table before. */
  readonly step: NamedStep | null;
  /** Cells that later steps leave for good. */
  readonly cells: KeptCells;
  /** Columns that it looks at, or leaves out, by their positions. */
  readonly positions: readonly number[];
}

const noContract = (step: number): Fault =>
  new Fault('invalid-recipe', `steps[${step}] (quarantineRows) goes by a dataset's contract, and there is none here.`, {
    advice: 'Give the step the rules of the contract as `rules`.',
    place: { step },
  });

/** What is done to the columns of a table by one step after another, and to which of them. @param takes what a step's selector takes */
export const simulate = (steps: readonly Step[], columns: readonly StepColumn[], layout: readonly LayoutChange[], takes: TakeNow) => {
  const simulated = [...layout];
  const found = steps.map((own, at) => {
    const now = columnsAfter(columns, simulated);
    if (own.step === 'quarantineRows' && own.contract === true) throw noContract(at);
    const selector = selectorOf(own);
    const taken = selector && takes(selector, own, at, { now, every: everyColumn(columns, simulated) });
    const named = (taken ? { ...own, columns: taken } : own) as NamedStep;
    const step = taken?.length === 0 ? null : onOwnOutput(named, steps, at, new Set(now.map(({ name }) => name)));
    if (step === null) return { at, step, positions: [] as number[] };
    const compiler = stepCompilers[step.step] as StepCompiler<typeof step.step>;
    if (compiler.on !== 'columns') return { at, step, positions: columnsOfStep(step, at, now) };
    const plan = namingStep(step, at, () => compiler.compile(step, now, null));
    simulated.push(...changesOf({ columns, layout: simulated }, at, plan));
    assertSome({ columns, layout: simulated }, at);
    return { at, step, positions: [...(plan.drop ?? [])] };
  });
  return { found, simulated };
};

/** What a recipe does to the columns of a table, but for what only cells can tell. */
export const columnsMade = (steps: readonly Step[], columns: readonly StepColumn[]): LayoutChange[] =>
  simulate(steps, columns, [], takenNow).simulated;

/**
 * The steps of a recipe as they are for a table, and whether each finds the columns that it names: before the first one runs.
 * @param steps what their selectors take is told (`withTaken`)
 * @param layout what was done to the columns so far
 * @throws Fault `unknown-column`, `invalid-recipe`
 */
export const planSteps = (steps: readonly Step[], columns: readonly StepColumn[], layout: readonly LayoutChange[]): PlannedStep[] => {
  const { found } = simulate(steps, columns, layout, takenNow);
  return found.map(({ at, step, positions }) => {
    const later = found.slice(at + 1).flatMap((other) => (other.step === null ? [] : [{ step: other.step, positions: other.positions }]));
    return { at, step, cells: keptCells(later), positions };
  });
};
