import {
  cleanseOptionsSchema,
  compareOptionsSchema,
  Fault,
  jobKindOf,
  profileOptionsSchema,
  chainKinds,
  type Contract,
  type Hiding,
  type jobCatalog,
  type Lane,
  type OutputFormat,
  type Step,
} from '@millrace/contracts';
import type { NewJob, VersionSource } from '@millrace/database';
import { agentNeed, largestWorker, needByEstimate, needOf, type DataKind, type TableEstimate } from '@millrace/jobs';
import * as z from 'zod';
import { parse } from '../http/parse';
import type { Services } from '../services';
import { chosenRecipe } from './chosen-recipe';
import { estimateTable, type StoredTable } from './estimate-table';

export interface WantedRun {
  readonly kinds: readonly (typeof chainKinds)[number][];
  /** As the caller has sent them. */
  readonly recipe?: unknown;
  /** In which form a cleansed table is written besides its own. */
  readonly output?: OutputFormat | undefined;
  readonly compare?: unknown;
  readonly profile?: unknown;
  readonly cleanse?: unknown;
  /** What the dataset's policy says; null where it has none. */
  readonly hiding: Hiding | null;
  /** What the profile is checked against; null where the dataset has none. */
  readonly contract: Contract | null;
}

/** The version that a run takes as the one before. @param below the number of the run's own version; null where there is none yet */
export const versionBefore = async (
  { datasets }: Services,
  { kinds, compare }: Pick<WantedRun, 'kinds' | 'compare'>,
  { tenantId, datasetId, below }: { readonly tenantId: string; readonly datasetId: string | undefined; readonly below: number | null },
): Promise<VersionSource | null> => {
  if (!kinds.includes('compare')) return null;
  if (datasetId === undefined) throw new Fault('validation-failed', 'The first version of a dataset has none to be compared with.');
  const { before: number } = parse(z.object({ compare: compareOptionsSchema.default({}) }), { compare }).compare;
  if (number !== undefined && number === below) throw new Fault('validation-failed', 'compare.before: is the version of the run itself.');
  const which = number === undefined ? { below: below ?? Number.MAX_SAFE_INTEGER } : { number };
  return datasets.comparableVersion(tenantId, datasetId, which);
};

/** What a job of a kind reserves: by the estimate of its table and what runs like it took, else by a factor on the size of its file. */
export const needFor = async (
  { hosts, history, config }: Services,
  kind: DataKind,
  { bytes, format }: Pick<StoredTable, 'bytes' | 'format'>,
  estimate: TableEstimate | null,
  {
    beforeBytes = 0,
    lane = 'auto',
    steps = null,
  }: { readonly beforeBytes?: number | undefined; readonly lane?: Lane | undefined; readonly steps?: readonly Step[] | null } = {},
): Promise<{ readonly reserved: Pick<NewJob, 'needBytes' | 'queue' | 'estimateBytes' | 'expectedMs'>; readonly lane: Lane }> => {
  const largest = largestWorker(await hosts.largestBudget(), config.WORKER_LARGEST_BUDGET);
  if (estimate === null || config.ADMISSION_BASIS === 'file')
    return { reserved: needOf(bytes + beforeBytes, config.ADMISSION_FACTOR, largest), lane };
  const share = 1 + beforeBytes / Math.max(1, bytes);
  const scaled = (value: number) => Math.round(value * share);
  const { rows, textBytes, widestBytes } = estimate;
  const both = { ...estimate, rows: scaled(rows), textBytes: scaled(textBytes), widestBytes: scaled(widestBytes) };
  const asked = { lane, steps, scale: config.ADMISSION_ESTIMATE_SCALE };
  const { lane: chosen, ...reserved } = needByEstimate(both, kind, await history.of(jobKindOf[kind], format), largest, asked);
  return { reserved, lane: chosen };
};

/**
 * The jobs of a run, each with its reservation.
 * @param table what the run is about; null while it is still to come.
 * @throws Fault `invalid-recipe`, `unknown-step`, `validation-failed`, `needs-too-much-memory`
 */
export const planJobs = async (
  services: Services,
  { kinds, recipe, output, compare, profile, cleanse, contract, hiding }: WantedRun,
  table: StoredTable | null,
  before: VersionSource | null,
): Promise<NewJob[]> => {
  if (new Set(kinds).size < kinds.length) throw new Fault('validation-failed', 'A run has each kind once at most.');
  if (kinds.some((kind, at) => at > 0 && chainKinds.indexOf(kind) < chainKinds.indexOf(kinds[at - 1] ?? kind)))
    throw new Fault('validation-failed', `The kinds of a chain come in this order: ${chainKinds.join(', ')}.`);
  if (recipe !== undefined && !kinds.includes('cleanse')) throw new Fault('validation-failed', 'A recipe belongs to a run that cleanses.');
  if (compare !== undefined && before === null)
    throw new Fault('validation-failed', 'What to compare with belongs to a run that compares.');
  if (profile !== undefined && !kinds.includes('profile'))
    throw new Fault('validation-failed', 'How to profile belongs to a run that profiles.');
  if (cleanse !== undefined && !kinds.includes('cleanse'))
    throw new Fault('validation-failed', 'How to cleanse belongs to a run that cleanses.');
  const cleansing = parse(z.object({ cleanse: cleanseOptionsSchema.default({}) }), { cleanse }).cleanse;
  if (cleansing.obeyPolicy === true && hiding === null)
    throw new Fault('validation-failed', 'cleanse.obeyPolicy: the dataset has no policy yet; profile it first, or decide.');
  const options = parse(z.object({ profile: profileOptionsSchema.default({}) }), { profile }).profile;
  const { key, thresholds } = parse(z.object({ compare: compareOptionsSchema.default({}) }), { compare }).compare;
  if (output !== undefined && !kinds.includes('cleanse'))
    throw new Fault('validation-failed', 'A form of the output belongs to a run that cleanses.');
  const chosen = chosenRecipe(recipe);
  if (table === null) return [];
  const estimate = await estimateTable(services, table);
  const profiling = { ...options, ...(contract && { contract: { rules: contract.rules } }) };
  return Promise.all(
    kinds.map(async (kind): Promise<NewJob> => {
      if (kind === 'explain') return { kind, parameters: {}, ...agentNeed };
      const { reserved, lane } = await needFor(services, kind, table, estimate, {
        beforeBytes: kind === 'compare' ? before?.bytes : 0,
        lane: kind === 'profile' ? options.lane : kind === 'cleanse' ? cleansing.lane : undefined,
        steps: chosen.recipe === 'suggested' ? null : chosen.recipe.steps,
      });
      const obeyed = cleansing.obeyPolicy === true && hiding !== null ? { hiding } : {};
      if (kind === 'cleanse') {
        const mayLeave = lane === 'memory' && cleansing.lane !== 'memory';
        return { kind, parameters: { ...chosen, ...(output && { output }), ...(!mayLeave && { lane }), ...obeyed }, ...reserved };
      }
      const worked = kind === 'profile' && lane === 'outOfCore' ? { ...profiling, lane } : profiling;
      const parameters = kind === 'compare' && before !== null ? { beforeVersionId: before.id, key, thresholds } : worked;
      return { kind, parameters, ...reserved };
    }),
  );
};

/** The job that takes a cleansing back, with its reservation. @param table the input of the cleansing */
export const planUndo = async (
  services: Services,
  table: StoredTable,
  parameters: z.output<(typeof jobCatalog)['dataset.undo']['parameters']>,
): Promise<NewJob> => {
  const { reserved } = await needFor(services, 'undo', table, await estimateTable(services, table));
  return { kind: 'undo', parameters, ...reserved };
};
