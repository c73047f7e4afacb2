import {
  compareOptionsSchema,
  defaultRecipe,
  Fault,
  profileOptionsSchema,
  recipeSchema,
  runKinds,
  type Contract,
  type RunKind,
} from '@millrace/contracts';
import type { NewJob, VersionSource } from '@millrace/database';
import { agentNeed, needOf } from '@millrace/jobs';
import { z } from 'zod';
import { parse } from '../http/parse';
import type { Services } from '../services';

export interface WantedRun {
  readonly kinds: readonly RunKind[];
  /** As the caller has sent them. */
  readonly recipe?: unknown;
  readonly compare?: unknown;
  readonly profile?: unknown;
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

/** The jobs of a run, each with its reservation. @throws Fault `invalid-recipe`, `unknown-step`, `validation-failed` */
export const planJobs = async (
  { hosts, config }: Services,
  { kinds, recipe, compare, profile, contract }: WantedRun,
  sourceBytes: number,
  before: VersionSource | null,
): Promise<NewJob[]> => {
  if (new Set(kinds).size < kinds.length) throw new Fault('validation-failed', 'A run has each kind once at most.');
  if (kinds.some((kind, at) => at > 0 && runKinds.indexOf(kind) < runKinds.indexOf(kinds[at - 1] ?? kind)))
    throw new Fault('validation-failed', `The kinds of a chain come in this order: ${runKinds.join(', ')}.`);
  if (recipe !== undefined && !kinds.includes('cleanse')) throw new Fault('validation-failed', 'A recipe belongs to a run that cleanses.');
  if (compare !== undefined && before === null)
    throw new Fault('validation-failed', 'What to compare with belongs to a run that compares.');
  if (profile !== undefined && !kinds.includes('profile'))
    throw new Fault('validation-failed', 'How to profile belongs to a run that profiles.');
  const options = parse(z.object({ profile: profileOptionsSchema.default({}) }), { profile }).profile;
  const { key, thresholds } = parse(z.object({ compare: compareOptionsSchema.default({}) }), { compare }).compare;
  const parsed =
    recipe === undefined ? defaultRecipe() : recipe === 'suggested' ? recipe : parse(z.object({ recipe: recipeSchema }), { recipe }).recipe;
  const largest = await hosts.largestBudget();
  const needFor = (bytes: number) => needOf(bytes, config.ADMISSION_FACTOR, largest);
  return kinds.map((kind): NewJob => {
    if (kind === 'explain') return { kind, parameters: {}, ...agentNeed };
    if (kind === 'cleanse') return { kind, parameters: { recipe: parsed }, ...needFor(sourceBytes) };
    if (kind === 'compare' && before !== null)
      return { kind, parameters: { beforeVersionId: before.id, key, thresholds }, ...needFor(sourceBytes + before.bytes) };
    return { kind, parameters: { ...options, ...(contract && { contract: { rules: contract.rules } }) }, ...needFor(sourceBytes) };
  });
};
