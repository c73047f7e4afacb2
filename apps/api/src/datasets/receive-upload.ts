import { Fault, readOptionsSchema, type ReadOptions } from '@millrace/contracts';
import type { Upload } from '@millrace/database';
import * as z from 'zod';
import { parse } from '../http/parse';
import { callerOf, requestIdOf, type ApiRequest } from '../http/request';
import { hidingOf } from '../runs/hiding-of';
import { planJobs, versionBefore } from '../runs/plan-jobs';
import { resolveRecipe } from '../saved-recipes/resolve-recipe';
import type { Services } from '../services';
import type { Commit } from './commit';
import { openUpload } from './open-upload';
import { readOptionsOf } from './read-parameters';

/** What an upload has made. */
export type Received = Readonly<{ datasetId: string; versionId: string; runId: string | null }>;

const touchEveryMs = 20_000;

/** Streams one upload into the object store, and makes its version ready, with its run if one was asked for, in one transaction. */
export const receiveUpload = async (
  services: Services,
  request: ApiRequest,
  commit: Commit,
  datasetId: string | undefined,
): Promise<Received> => {
  const { datasets, storage, runs, database, contracts } = services;
  const { tenantId, scopes } = callerOf(request);
  const { options, fileName, body, assertHash, contentHash } = await openUpload(services, request);
  if (options.run && !scopes.includes('runs:write'))
    throw new Fault('insufficient-scope', 'An upload that starts a run needs the scope "runs:write" too.');
  const contract = datasetId === undefined ? null : await contracts.latest(tenantId, datasetId);
  const hiding = await hidingOf(services, tenantId, datasetId);
  const recipe = await resolveRecipe(services, { tenantId, datasetId }, options.recipe);
  const wanted = options.run && { ...options, recipe, kinds: options.run, contract, hiding };
  const before = wanted ? await versionBefore(services, wanted, { tenantId, datasetId, below: null }) : null;
  // A recipe that is wrong is told before a byte is stored.
  if (wanted) await planJobs(services, wanted, null, before);
  const { readOptions }: { readOptions: ReadOptions } = parse(z.object({ readOptions: readOptionsSchema }), {
    readOptions: readOptionsOf(options, options.readOptions),
  });
  const upload = await datasets.beginUpload({ tenantId, datasetId, name: options.name ?? fileName, fileName, readOptions });
  const touching = setInterval(() => void datasets.touch(upload.versionId).catch(() => undefined), touchEveryMs);
  try {
    const stored = await storage.put(upload.sourceKey, body);
    assertHash(stored.sha256);
    const { format, compression } = body.content ?? { format: null, compression: 'none' as const };
    const table = { key: upload.sourceKey, bytes: stored.bytes, format: readOptions.format ?? format, compression };
    const jobs = wanted ? await planJobs(services, wanted, table, before) : null;
    const { versionId } = upload;
    const received = await database.transaction(async (sql): Promise<Received> => {
      await datasets.markReady(sql, versionId, { ...stored, format: readOptions.format ?? format, compression });
      const run = { tenantId, datasetId: upload.datasetId, versionId, requestId: requestIdOf(request), priority: options.priority };
      const made = { datasetId: upload.datasetId, versionId, runId: jobs ? await runs.create(sql, { ...run, jobs }) : null };
      await commit(sql, made, contentHash(stored.sha256));
      return made;
    });
    if (received.runId !== null) services.nudgeRelay();
    return received;
  } catch (error) {
    await discard(services, upload, error);
    throw error;
  } finally {
    clearInterval(touching);
  }
};

const discard = async ({ datasets, storage, logger }: Services, upload: Upload, error: unknown) => {
  try {
    // The commit may have gone through although its answer was lost: then the upload stands.
    if (await datasets.giveUp(upload, 'rejected', Fault.wrap(error).toFailure('upload'))) await storage.delete(upload.sourceKey);
  } catch (discarding) {
    logger.warn({ err: discarding, versionId: upload.versionId }, 'a broken upload is left to the sweeper');
  }
};
