import { comparesCells, type RowRule, type Step, type StepName } from '@millrace/contracts';
import { isBrokenByAbsence } from '../../rules/keeps-rule';

/** What one application of a step did, columns by the name that they had first. */
export interface Effects {
  /** The step's place in its recipe. */
  readonly at: number;
  /** Columns that have new texts, or are new. */
  readonly written: Set<string>;
  /** Columns in which cells are absent now that were there. */
  readonly emptied: Set<string>;
  /** Whether rows have left, and whether there are new columns. */
  removed: boolean;
  added: boolean;
  /** Whether columns were left out for what their cells were: rows may be alike now that were not. */
  narrowed: boolean;
}

export const noEffects = (at: number): Effects => ({
  at,
  written: new Set(),
  emptied: new Set(),
  removed: false,
  added: false,
  narrowed: false,
});

/** Steps that look at a cell and at nothing beside it. What is absent they leave so. */
const ofCells: ReadonlySet<StepName> = new Set([
  'trimWhitespace',
  'collapseWhitespace',
  'normaliseUnicode',
  'fixMojibake',
  'replaceText',
  'mapValues',
  'normaliseNulls',
  'changeCase',
  'parseDates',
  'parseNumbers',
  'parseBooleans',
  'stripUnits',
  'reformatCells',
  'roundNoise',
  'standardiseTimes',
  'standardiseUnits',
  'standardiseCodes',
  'maskCells',
  'hashCells',
  'generalise',
]);
/** Whether rows that leave may make a rule say something else of those that stay. */
const goesByOthers = (rule: RowRule): boolean => comparesCells(rule) || isBrokenByAbsence(rule);
/** Steps that look at some cells of a row, or at rows of which fewer make no more alike. */
const ofRows: ReadonlySet<StepName> = new Set(['quarantineRows', 'filterRows', 'dropDuplicates', 'mergeRecords']);
const isOfRows = (step: Step): boolean =>
  ofRows.has(step.step) && !(step.step === 'quarantineRows' && step.rules?.some(goesByOthers) === true);
const ofColumns: ReadonlySet<StepName> = new Set([
  'renameColumns',
  'dropColumns',
  'splitColumn',
  'mergeColumns',
  'extractPattern',
  'flagOutliers',
  'matchRecords',
  'deriveColumn',
]);

/** Whether a step makes or moves columns: once that is done it is done. */
export const isDone = ({ step }: Step): boolean => ofColumns.has(step);

/** Whether a step may find something to do in what it has itself left. */
const goesOn = (step: Step): boolean => {
  if (step.step === 'mapValues') return Object.values(step.values).some((value) => Object.hasOwn(step.values, value));
  return step.step === 'replaceText' || step.step === 'reformatCells';
};

/** Columns that have new cells since a step last ran that looks at single cells; null for another step. */
export const writtenSince = (step: Step, at: number, turns: readonly Effects[]): ReadonlySet<string> | null => {
  if (!ofCells.has(step.step)) return null;
  const own = turns.findLastIndex((turn) => turn.at === at);
  return new Set(turns.slice(goesOn(step) ? own : own + 1).flatMap(({ written }) => [...written]));
};

/**
 * Whether a step might change something if it ran again, by what has been done to the table since it last did.
 * @param looked names of the columns that it looks at, those that they had first
 * @param turns everything that was done so far, in order
 */
export const isStale = (step: Step, at: number, looked: readonly string[], turns: readonly Effects[]): boolean => {
  const own = turns.findLastIndex((turn) => turn.at === at);
  const since = turns.slice(goesOn(step) ? own : own + 1);
  const isOfWholeRows = step.step === 'dropDuplicates' || (step.step === 'mergeRecords' && step.columns === undefined);
  if (isOfWholeRows && step.keys === undefined && since.some(({ narrowed }) => narrowed)) return true;
  if (step.step === 'reorderColumns') return since.some(({ added }) => added);
  const [isWritten, isEmptied] = [
    since.some(({ written }) => looked.some((name) => written.has(name))),
    since.some(({ emptied }) => looked.some((name) => emptied.has(name))),
  ];
  if (ofCells.has(step.step)) return isWritten;
  return isWritten || isEmptied || (!isOfRows(step) && since.some(({ removed }) => removed));
};
