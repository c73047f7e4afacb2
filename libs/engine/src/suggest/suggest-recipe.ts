import type { Ingest, SuggestedStep, Suggestion } from '@millrace/contracts';
import type { DataFrame } from 'nodejs-polars';
import { applyStep } from '../cleanse/apply-step';
import { keptCells } from '../cleanse/settle/kept-cells';
import type { NamedStep } from '../cleanse/step';
import { tableOf } from '../cleanse/table';
import { doubtOfKeys, KeptKeys, withoutColumns } from './kept-keys';
import type { Proposal, Suggester } from './proposal';
import { dateForms } from './suggesters/date-forms';
import { duplicates } from './suggesters/duplicates';
import { floatNoise } from './suggesters/float-noise';
import { letterCase } from './suggesters/letter-case';
import { misplacedWords } from './suggesters/misplaced-words';
import { nullTokens } from './suggesters/null-tokens';
import { slips } from './suggesters/slips';
import { sources } from './suggesters/sources';
import { strayCodes } from './suggesters/stray-codes';
import { strayDates } from './suggesters/stray-dates';
import { strayNumbers } from './suggesters/stray-numbers';
import { unitSuffixes } from './suggesters/unit-suffixes';
import { whiteSpace } from './suggesters/white-space';
import { sampleRows, TableView } from './table-view';
import { contradictedDates } from './contradicted-dates';
import { doubtOfTelling, toldByOthers } from './told-by-others';

export interface SuggestRequest {
  readonly workingCopyPath: string;
  readonly ingest: Ingest;
  /** Called with the share of the work that is done, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

/** What looks like writing before what looks like error: cells that are written alike can be compared. */
const suggesters = (): readonly Suggester[] => [
  whiteSpace,
  nullTokens,
  misplacedWords,
  unitSuffixes,
  floatNoise,
  strayNumbers,
  strayCodes,
  strayDates,
  dateForms,
  letterCase,
  ...slips(),
  sources,
  duplicates,
];

const mostExamples = 5;

interface Effect {
  readonly frame: DataFrame;
  readonly changed: ReadonlySet<number>;
  readonly changes: number;
  readonly rows: number;
  readonly confidence: number;
  readonly examples: SuggestedStep['examples'];
}

/** What a step does to a table, found by doing it. */
const effectOf = (frame: DataFrame, step: NamedStep, ingest: Ingest): Effect => {
  const table = tableOf(frame, ingest);
  const positions = new Map(ingest.columns.map(({ name }, at) => [name, at]));
  const changed = new Set<number>();
  const examples: SuggestedStep['examples'] = [];
  let [changes, rows, confidence] = [0, 0, 1];
  applyStep(
    table,
    { step, at: 0, cells: keptCells([]) },
    {
      change: (cells, column, labels) => {
        changes += cells.height;
        for (const name of typeof column === 'string' ? [column] : column) changed.add(positions.get(name) ?? -1);
        const least = labels.confidence ?? cells.getColumn('confidence').min();
        confidence = Math.min(confidence, least);
        const few = cells.head(Math.max(1, mostExamples - examples.length)).toRecords() as {
          row: number;
          column?: string;
          before: string | null;
          after: string | null;
        }[];
        for (const { row, column: own = '', before, after } of few)
          if (examples.length < mostExamples) examples.push({ row, column: typeof column === 'string' ? column : own, before, after });
      },
      setAside: (leaving) => {
        rows += leaving.height;
      },
    },
  );
  return { frame: table.frame, changed, changes, rows, confidence, examples };
};

const suggested = ({ step, safe, evidence }: Proposal, effect: Effect, scale: number): SuggestedStep => ({
  step,
  safe,
  confidence: effect.confidence,
  evidence,
  expectedChanges: Math.round(effect.changes * scale),
  expectedRows: Math.round(effect.rows * scale),
  examples: effect.examples,
});

/**
 * Finds a recipe for a table by looking at its cells alone. Every step comes with what speaks for it and with what it does where the safe
 * steps before it have been applied, which is found by applying it to at most 200,000 rows. A column that tells every row from the others
 * is changed by no safe step that may end that, and no safe step makes cells alike whose forms another column tells apart.
 */
export const suggestRecipe = ({ workingCopyPath, ingest, onProgress = () => undefined }: SuggestRequest): Suggestion => {
  const columns = ingest.columns.map(({ position, name }) => ({
    position,
    name,
  }));
  let view = new TableView(sampleRows(workingCopyPath, ingest.rows), columns);
  const scale = view.rows === 0 ? 1 : ingest.rows / view.rows;
  const steps: SuggestedStep[] = [];
  const keys = new KeptKeys(ingest.rows, view.rows === ingest.rows);
  const nameOf = (position: number): string => columns[position]?.name ?? '';
  const propose = (found: Proposal): void => {
    const against = found.safe ? contradictedDates(found, view, workingCopyPath, ingest.rows) : 0;
    const proposal =
      against === 0
        ? found
        : {
            ...found,
            safe: false,
            evidence: [...found.evidence, `In rows beyond those that were looked at ${against} cells can only have the other order.`],
          };
    const effect = effectOf(view.frame, proposal.step, ingest);
    if (effect.changes + effect.rows === 0) return;
    const lost = proposal.safe ? keys.lostBy(view.frame, effect.frame, effect.changed) : [];
    if (lost.length > 0) {
      const names = lost.map(nameOf);
      withoutColumns(proposal, names, doubtOfKeys(names)).forEach(propose);
      return;
    }
    const after = proposal.safe ? new TableView(effect.frame, columns, view, effect.changed) : view;
    const telling = proposal.safe ? toldByOthers(proposal.step.step, view, after, effect.changed) : [];
    if (telling.length > 0) {
      const names = telling.map(({ position }) => nameOf(position));
      withoutColumns(proposal, names, doubtOfTelling(telling, nameOf)).forEach(propose);
      return;
    }
    steps.push(suggested(proposal, effect, scale));
    view = after;
  };
  const all = suggesters();
  for (const [at, suggester] of all.entries()) {
    for (const proposal of view.rows === 0 ? [] : suggester(view)) propose(proposal);
    onProgress((at + 1) / all.length);
  }
  return {
    schema: 'millrace.suggestion/1',
    rows: ingest.rows,
    rowsLookedAt: view.rows,
    recipe: {
      version: 1,
      name: 'suggested',
      steps: steps.filter(({ safe }) => safe).map(({ step }) => step),
    },
    steps,
  };
};
