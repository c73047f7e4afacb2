import type { Failure } from '@millrace/contracts';
import type { Sql } from './database';
import { enqueueDeliveries } from './webhook-store';

/** Ends a run whose row the caller has locked, and leaves a delivery for each webhook of its tenant, in the same transaction. */
export const finishRun = async (
  sql: Sql,
  runId: string,
  state: 'completed' | 'failed' | 'cancelled',
  failure: Failure | null,
): Promise<void> => {
  const touched = await sql.run(
    `UPDATE runs SET state = ?, failure = ?, finished_at = UTC_TIMESTAMP(3) WHERE id = ? AND state IN ('queued', 'running')`,
    [state, failure ? JSON.stringify(failure) : null, runId],
  );
  if (touched === 1) await enqueueDeliveries(sql, runId, state);
};
