import { selectorOf, type Recipe, type Step } from '@millrace/contracts';
import pl, { type DataFrame } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import { ColumnSet } from './column-set';
import { patchCells } from './patch-cells';
import { columnsMade, planSteps } from './plan-steps';
import type { NamedStep, StepColumn, StepCompiler } from './step';
import { stepCompilers } from './step-compilers';

interface Hiding {
  readonly step: NamedStep;
  readonly positions: readonly number[];
}

/** Whether nothing is to keep what a step has found in its columns. */
export const isHiding = (step: Step): boolean =>
  step.step === 'maskCells' ||
  step.step === 'hashCells' ||
  step.step === 'generalise' ||
  (step.step === 'dropColumns' && step.forGood === true);

const silent = { change: () => undefined, setAside: () => undefined };

/** The columns of which a cleansing keeps nothing but what its steps leave, by their positions. */
export class HiddenColumns {
  private constructor(private readonly steps: readonly Hiding[]) {}

  /** @param recipe what its selectors take is told */
  static of({ steps, keepHidden = false }: Recipe, columns: readonly StepColumn[]): HiddenColumns {
    if (keepHidden) return new HiddenColumns([]);
    const planned = planSteps(steps, columns, []);
    // A selector may take columns that are added behind its step: when it runs again.
    const later = steps.some((step) => selectorOf(step) !== undefined) ? planSteps(steps, columns, columnsMade(steps, columns)) : planned;
    const hiding = planned.flatMap(({ at, step, positions }) => {
      const again = later[at];
      const own = step ?? again?.step ?? null;
      return own !== null && isHiding(own) ? [{ step: own, positions: [...new Set([...positions, ...(again?.positions ?? [])])] }] : [];
    });
    return new HiddenColumns(hiding);
  }

  get positions(): ReadonlySet<number> {
    return new Set(this.steps.flatMap(({ positions }) => positions));
  }

  /** Their names, those that they had first. */
  namesAmong(every: readonly StepColumn[]): Set<string> {
    const { positions } = this;
    return new Set(every.filter(({ position }) => positions.has(position)).map(({ name }) => name));
  }

  /** Rows as they would be had they not left before the steps that hide. */
  hide(rows: DataFrame): DataFrame {
    let frame = rows;
    for (const { step, positions } of this.steps) {
      const there = positions.filter((position) => frame.columns.includes(cell(position)));
      const compiler = stepCompilers[step.step] as StepCompiler<typeof step.step>;
      if (compiler.on === 'table') {
        const set = new ColumnSet(frame);
        const named = there.map((position) => ({ position, name: '' }));
        for (const patch of compiler.compile(step, frame, named)) patchCells(set, patch, '', silent);
        frame = set.whole();
      } else frame = frame.withColumns(...there.map((position) => pl.lit(null).cast(pl.Utf8).alias(cell(position))));
    }
    return frame;
  }
}
