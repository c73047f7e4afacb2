import type { AdmissionPolicy } from '@millrace/jobs';

/** A head waits half a minute at most before room is held for it; a host that died leaves a hold of 15 s behind. */
export const admissionPolicy: AdmissionPolicy = { agedMs: 30_000, backfillMs: 60_000, holdMs: 15_000 };
