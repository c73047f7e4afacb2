import { recipeSchema, selectorOf, type StepName } from '@millrace/contracts';
import fc from 'fast-check';
import pl, { type DataFrame } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import { applyRun } from './apply-run';
import { applyStep } from './apply-step';
import { leadingRun } from './cell-run';
import { planSteps } from './plan-steps';
import { rowName } from './row-name';
import { tables, variants } from './testing/random-recipes';
import type { StepLog, Table } from './table';

const ofCells: readonly StepName[] = ['trimWhitespace', 'collapseWhitespace', 'normaliseUnicode', 'fixMojibake', 'normaliseNulls', 'changeCase', 'parseDates', 'parseNumbers', 'parseBooleans', 'stripUnits', 'standardiseUnits', 'standardiseCodes', 'roundNoise', 'replaceText', 'mapValues', 'hashCells', 'maskCells']; // prettier-ignore

/** Recipes that begin with steps that look at single cells. */
const recipes = fc.shuffledSubarray(
  variants.filter((step) => ofCells.includes(step.step) && selectorOf(step) === undefined),
  { minLength: 2, maxLength: 6 },
);

const columns = ['a', 'b', 'c'].map((name, position) => ({ name, position }));
/** The first row of a part that is not the table's first. */
const firstRow = 7;

const frameOf = (rows: readonly (readonly string[])[]): DataFrame => {
  const cells = columns.map(({ position }) => pl.Series(cell(position), rows.map((row) => row[position] || null), pl.Utf8)); // prettier-ignore
  return pl.DataFrame(cells).withRowIndex(rowName, firstRow);
};

/** What steps tell, one entry for each change. */
const listening = () => {
  const told: unknown[] = [];
  const logOf = (at: number): StepLog => ({
    change: (changed, column, labels) => told.push(...changed.toRecords().map((change) => ({ at, column, ...change, ...labels }))),
    setAside: () => told.push('no step of a run sets rows aside'),
  });
  return { told, logOf };
};

const outcome = (work: () => DataFrame): unknown => {
  try {
    return work().toRecords();
  } catch (error) {
    return error;
  }
};

it('makes of a part of a table what its steps make one after another, and tells the same in the same order', () => {
  let [done, changes] = [0, 0];
  fc.assert(
    fc.property(tables, recipes, (rows, some) => {
      const { steps } = recipeSchema.parse({ steps: some });
      const planned = planSteps(steps, columns, []);
      const leading = leadingRun({ columns, layout: [] }, planned);
      if (leading === null) return;
      const [together, apart] = [listening(), listening()];
      const table: Table = { frame: frameOf(rows), columns, layout: [] };
      const expected = outcome(() => {
        for (const { at, step, cells } of planned.slice(0, leading.length))
          if (step !== null) applyStep(table, { at, step, cells }, apart.logOf(at));
        return table.frame;
      });
      expect(outcome(() => applyRun(frameOf(rows), leading.run, together.logOf))).toEqual(expected);
      expect(together.told).toEqual(apart.told);
      if (leading.length > 1) done += 1;
      changes += apart.told.length;
    }),
    { numRuns: 80 },
  );
  expect(done).toBeGreaterThan(2);
  expect(changes).toBeGreaterThan(10);
});
