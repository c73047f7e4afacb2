import { Fault, leastCleanseBytes, reachOf, type Lane, type Recipe, type WorkedLane } from '@millrace/contracts';
import { cell } from '../../ingest/working-copy';
import { cleanse, type Cleansed, type CleanseRequest } from '../cleanse';
import { cleanseSelected } from '../select/cleanse-selected';
import { cleanseOutOfCore } from './cleanse-out-of-core';
import { Chunks } from './chunks';
import { textBytesOf } from './text-bytes';
import { refuseOutOfCore } from './find-fit';
import { leaveOutSteps, type LeftOutStep } from './leave-out-steps';

const MEBIBYTE = 1024 * 1024;

export interface CleanseWithinRequest extends CleanseRequest {
  readonly lane?: Lane;
  /** Bytes of memory that the whole process may take; null for no limit. */
  readonly memoryBytes: number | null;
  /** Where what does not fit goes: a folder that is made when it is needed, and the most that may lie there at once. */
  readonly spill: { readonly path: string; readonly quotaBytes: number };
  /** Whether steps that do not fit the memory out of core are left out: of a recipe that was suggested, not of one that somebody has written. */
  readonly mayLeaveOut?: boolean;
}

export interface CleansedWithin extends Cleansed {
  readonly lane: WorkedLane;
  readonly leftOut: readonly LeftOutStep[];
}

/** What a cleansing in memory takes, by three samples of the table: as in the model by which jobs are admitted (ADR 5). */
const inMemoryBytes = ({ workingCopyPath, ingest: { columns, rows } }: CleanseRequest): number => {
  const chunks = new Chunks(workingCopyPath, columns.length);
  const places = [...new Set([0, chunks.count >> 1, chunks.count - 1])];
  const frames = places.map((place) => chunks.at(place));
  const seen = frames.reduce((sum, { height }) => sum + height, 0);
  const widths = columns.map(({ position }) => frames.reduce((sum, frame) => sum + textBytesOf(frame.select(cell(position))), 0));
  const share = rows / Math.max(1, seen);
  const [text, widest] = [widths.reduce((sum, one) => sum + one, 0) * share, Math.max(0, ...widths) * share];
  return (
    130 * MEBIBYTE + 0.16 * MEBIBYTE * columns.length + 100 * rows + 110 * columns.length * Math.min(rows, 100_000) + 4 * widest + text
  );
};

/** The step that keeps a recipe in memory; null where there is none. */
const stays = ({ steps }: Recipe): number | null => {
  const at = steps.findIndex((step) => reachOf(step) === 'table');
  return at < 0 ? null : at;
};

const chosen = (request: CleanseWithinRequest): WorkedLane => {
  const { lane = 'auto', memoryBytes, recipe } = request;
  if (lane !== 'auto') return lane;
  if (memoryBytes === null || memoryBytes < leastCleanseBytes || stays(recipe) !== null) return 'memory';
  return inMemoryBytes(request) > memoryBytes ? 'outOfCore' : 'memory';
};

/**
 * Cleanses a working copy within some memory: in memory where it fits, else out of core, where its recipe can be.
 * @throws Fault `needs-too-much-memory` with the name of a step that cannot be done out of core, or for less memory than that takes
 */
export const cleanseWithin = async (request: CleanseWithinRequest): Promise<CleansedWithin> => {
  const { memoryBytes, recipe, spill, mayLeaveOut = false } = request;
  const lane = chosen(request);
  if (lane === 'memory') return { ...(await cleanseSelected(request, cleanse, spill)), lane, leftOut: [] };
  const at = stays(recipe);
  const step = at === null ? undefined : recipe.steps[at];
  if (at !== null && step) throw refuseOutOfCore(step, at);
  if (memoryBytes !== null && memoryBytes < leastCleanseBytes)
    throw new Fault(
      'needs-too-much-memory',
      `The cleanse may take ${Math.floor(memoryBytes / MEBIBYTE)} MB; out of core it needs ${leastCleanseBytes / MEBIBYTE} MB.`,
      { evidence: { neededBytes: leastCleanseBytes, offeredBytes: memoryBytes } },
    );
  const run = (one: CleanseRequest) => cleanseOutOfCore({ ...one, memoryBytes, spill });
  if (!mayLeaveOut || memoryBytes === null) return { ...(await cleanseSelected(request, run, spill)), lane, leftOut: [] };
  const { recipe: rest, leftOut } = await leaveOutSteps({ ...request, memoryBytes });
  return { ...(await cleanseSelected({ ...request, recipe: rest }, run, spill)), lane, leftOut };
};
