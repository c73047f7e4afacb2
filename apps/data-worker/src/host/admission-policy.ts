import type { AdmissionPolicy } from '@millrace/jobs';

const MEBIBYTE = 1024 * 1024;

/**
 * A head waits half a minute at most before room is held for it; a host that died leaves a hold of 15 s behind. A job that needs 152 MB or
 * less, a table of up to about a million rows, has as many slots besides: it is over in seconds.
 * @param slots of the host
 */
export const admissionPolicy = (slots: number): AdmissionPolicy => ({
  ...{ agedMs: 30_000, backfillMs: 60_000, holdMs: 15_000 },
  ...{ smallBytes: 152 * MEBIBYTE, smallSlots: slots },
});
