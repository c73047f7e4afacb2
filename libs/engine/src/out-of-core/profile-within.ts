import { Fault, type Lane, type Profile, type WorkedLane } from '@millrace/contracts';
import { mkdir } from 'node:fs/promises';
import { profile } from '../profile/profile';
import type { ProfileRequest } from '../profile/profile-request';
import { inMemoryBytes, leastLaneBytes } from './lane-memory';
import { profileOutOfCore } from './profile-out-of-core';

export interface ProfileWithinRequest extends ProfileRequest {
  readonly lane?: Lane;
  /** Bytes of memory that the whole process may take; null for no limit. */
  readonly memoryBytes: number | null;
  /** Where what does not fit goes: a folder that is made when it is needed, and the most that may lie there at once. */
  readonly spill: { readonly path: string; readonly quotaBytes: number };
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1024 ** 2)} MB`;

const chosen = ({ lane = 'auto', memoryBytes, ingest }: ProfileWithinRequest): WorkedLane => {
  if (lane !== 'auto') return lane;
  if (memoryBytes === null || memoryBytes < leastLaneBytes) return 'memory';
  return inMemoryBytes(ingest.rows, ingest.columns.length) > memoryBytes ? 'outOfCore' : 'memory';
};

/**
 * Profiles a working copy within some memory: in memory where its rows fit whatever is in them, else out of core.
 * @throws Fault `needs-too-much-memory` for less memory than out of core needs, `disk-quota-exceeded`
 */
export const profileWithin = async (request: ProfileWithinRequest): Promise<Profile> => {
  const { memoryBytes, spill } = request;
  const lane = chosen(request);
  if (lane === 'memory') return { ...(await profile(request)), lane };
  const most = memoryBytes ?? inMemoryBytes(request.ingest.rows, request.ingest.columns.length);
  if (memoryBytes !== null && memoryBytes < leastLaneBytes)
    throw new Fault(
      'needs-too-much-memory',
      `The profile may take ${megabytes(memoryBytes)}; out of core it needs ${megabytes(leastLaneBytes)}.`,
    );
  await mkdir(spill.path, { recursive: true });
  return { ...(await profileOutOfCore({ ...request, memoryBytes: most })), lane };
};
