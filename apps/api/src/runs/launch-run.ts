import { idSchema } from '@millrace/contracts';
import type { NewJob } from '@millrace/database';
import type { Response } from 'express';
import * as z from 'zod';
import { idempotent } from '../datasets/idempotent';
import { callerOf, requestIdOf, type ApiRequest } from '../http/request';
import type { Services } from '../services';

const madeSchema = z.object({ runId: idSchema });

export interface PlannedRun {
  readonly versionId: string;
  readonly priority?: number | undefined;
  readonly jobs: readonly NewJob[];
}

/** Makes a run of the jobs that are planned, once for each Idempotency-Key, and answers 202 with it. */
export const launchRun = async (
  services: Services,
  { datasetId, request, response }: { readonly datasetId: string; readonly request: ApiRequest; readonly response: Response },
  plan: () => Promise<PlannedRun>,
): Promise<void> => {
  const { tenantId } = callerOf(request);
  const { runs, database } = services;
  await idempotent(services, request, response, {
    make: async (commit) => {
      const planned = await plan();
      const made = await database.transaction(async (sql) => {
        const runId = await runs.create(sql, { tenantId, datasetId, requestId: requestIdOf(request), ...planned });
        await commit(sql, { runId }, null);
        return { runId };
      });
      services.nudgeRelay();
      return made;
    },
    answer: async (made) => {
      const { runId } = madeSchema.parse(made);
      return { status: 202, location: `/v1/runs/${runId}`, body: await runs.get(tenantId, runId) };
    },
  });
};
