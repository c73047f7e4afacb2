import type { DecidedPairs, Ingest, Recipe, Step, StepDecisions } from '@millrace/contracts';
import pl from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import { recordKeys } from '../records/record-keys';
import { encodeFrame } from '../relations/encode-table';

export interface ObeyPairsRequest {
  readonly workingCopyPath: string;
  readonly ingest: Ingest;
  readonly recipe: Recipe;
  /** What people have decided of pairs of rows, each set by the columns that it is made by. */
  readonly decided: readonly DecidedPairs[];
}

/** Rows of which keys are made at once. */
const rowsAtOnce = 50_000;

const isWeighed = (step: Step): boolean => step.step === 'matchRecords' || (step.step === 'mergeRecords' && step.keys === undefined);

/** Of some keys, the rows that have them, looked for a part of the table at a time. */
const rowsOfKeys = (
  { workingCopyPath, ingest }: ObeyPairsRequest,
  positions: readonly number[],
  wanted: ReadonlySet<string>,
): Map<string, number[]> => {
  const found = new Map<string, number[]>();
  const table = pl.scanParquet(workingCopyPath, { glob: false }).select(...positions.map((position) => pl.col(cell(position))));
  for (let from = 0; from < ingest.rows; from += rowsAtOnce) {
    const frame = table.slice(from, rowsAtOnce).collectSync();
    let row = from;
    for (const key of recordKeys(encodeFrame(frame, positions).columns, frame.height)) {
      if (wanted.has(key)) found.set(key, [...(found.get(key) ?? []), row]);
      row += 1;
    }
  }
  return found;
};

/** Decisions of one set as a step has them: rows are named by numbers alone, so that the recipe tells of no cell. */
const asStep = (request: ObeyPairsRequest, { columns, pairs }: DecidedPairs): StepDecisions => {
  const positions = columns.flatMap((name) => request.ingest.columns.find((column) => column.name === name)?.position ?? []);
  if (positions.length < columns.length || pairs.length === 0) return [];
  const rowsOf = rowsOfKeys(request, positions, new Set(pairs.flatMap(({ keys }) => keys)));
  const met = pairs.filter(({ keys }) => keys.every((key) => rowsOf.has(key)));
  const names = new Map([...new Set(met.flatMap(({ keys }) => keys))].map((key, at) => [key, `${at}`] as const));
  if (met.length === 0) return [];
  const nameOf = (key: string): string => names.get(key) ?? '';
  return [
    {
      pairs: met.map(({ keys: [one, other], decision }) => ({ keys: [nameOf(one), nameOf(other)], decision })),
      rows: Object.fromEntries([...names].map(([key, name]) => [name, rowsOf.get(key) ?? []])),
    },
  ];
};

/**
 * A recipe whose steps that match rows obey what people have decided of pairs. Decisions whose rows are not both in the table, or that are
 * made by columns which it does not have, are passed over.
 */
export const obeyPairDecisions = (request: ObeyPairsRequest): Recipe => {
  const { recipe, decided } = request;
  if (!recipe.steps.some(isWeighed)) return recipe;
  const found = decided.flatMap((set) => asStep(request, set));
  if (found.length === 0) return recipe;
  return {
    ...recipe,
    steps: recipe.steps.map((step) =>
      (step.step === 'matchRecords' || step.step === 'mergeRecords') && isWeighed(step)
        ? { ...step, decided: [...(step.decided ?? []), ...found] }
        : step,
    ),
  };
};
