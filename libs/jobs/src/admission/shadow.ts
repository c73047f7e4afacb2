import type { AdmissionPolicy, HostView } from './host-view';

/** When a held job can start, and what may be taken until then and beyond without making it later. */
export interface Shadow {
  /** The expected moment, by the clock of the view. */
  readonly atMs: number;
  /** Bytes and slots that are free beside the held job at that moment. */
  readonly spareBytes: number;
  readonly spareSlots: number;
}

/**
 * The shadow time of EASY backfill: running jobs end in the order of their expected ends, and the held job starts with the first end
 * that leaves room for it. A job that runs longer than expected counts as about to end.
 * @see Lifka, The ANL/IBM SP Scheduling System, 1995.
 */
export const shadowOf = (
  { budgetBytes, slots, running }: HostView,
  { smallBytes, smallSlots }: Pick<AdmissionPolicy, 'smallBytes' | 'smallSlots'>,
  needBytes: number,
  nowMs: number,
): Shadow => {
  // Small jobs take slots of their own first.
  const small = running.filter((job) => job.needBytes <= smallBytes).length;
  let [freeBytes, freeSlots, atMs] = [budgetBytes, slots - (running.length - Math.min(small, smallSlots)), nowMs];
  for (const job of running) freeBytes -= job.needBytes;
  for (const job of running.toSorted((a, b) => a.expectedEndMs - b.expectedEndMs)) {
    if (freeBytes >= needBytes && freeSlots > 0) break;
    freeBytes += job.needBytes;
    freeSlots += 1;
    atMs = Math.max(atMs, job.expectedEndMs);
  }
  return { atMs, spareBytes: freeBytes - needBytes, spareSlots: freeSlots - 1 };
};
