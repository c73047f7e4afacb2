import {
  compareOptionsSchema,
  Fault,
  profileOptionsSchema,
  readOptionsSchema,
  runKinds,
  runKindSchema,
  sha256Schema,
  type ReadOptions,
} from '@millrace/contracts';
import type { Upload } from '@millrace/database';
import { basename } from 'node:path';
import * as z from 'zod';
import { parse } from '../http/parse';
import { callerOf, requestIdOf, type ApiRequest } from '../http/request';
import { planJobs, versionBefore } from '../runs/plan-jobs';
import type { Services } from '../services';
import { GuardedBody } from './guarded-body';
import { incomingFile } from './incoming-file';
import { readOptionsOf, readParametersSchema } from './read-parameters';

const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.issues.push({ code: 'custom', message: 'must be JSON', input: text });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** Taken from the query, or from form fields that come before the file. */
export const uploadOptionsSchema = z.object({
  name: z.string().trim().min(1).max(255).optional(),
  fileName: z.string().max(255).optional(),
  readOptions: json(readOptionsSchema).optional().meta({ description: 'All read options as one JSON object' }),
  /** Kinds of a run that starts as soon as the upload is stored, e.g. `profile,cleanse`. */
  run: z
    .string()
    .transform((text) => text.split(',').map((kind) => kind.trim()))
    .pipe(z.array(runKindSchema).min(1).max(runKinds.length))
    .optional(),
  recipe: json(z.unknown()).optional(),
  compare: json(compareOptionsSchema).optional(),
  profile: json(profileOptionsSchema).optional(),
  ...readParametersSchema.shape,
});

export interface Received {
  readonly datasetId: string;
  readonly versionId: string;
  readonly runId: string | null;
}

const touchEveryMs = 20_000;

const declaredHash = (request: ApiRequest): string | null => {
  const plain = request.header('x-content-sha256');
  if (plain !== undefined) return parse(z.object({ 'x-content-sha256': sha256Schema }), { 'x-content-sha256': plain })['x-content-sha256'];
  const digest = request.header('content-digest') ?? request.header('repr-digest');
  if (digest === undefined) return null;
  // RFC 9530: a dictionary of algorithms; others than SHA-256 are not ours to check.
  const [, base64] = /(?:^|,)\s*sha-256=([^,]*)/i.exec(digest) ?? [];
  if (base64 === undefined) return null;
  const bytes = /^:([A-Za-z0-9+/]{43}=):$/.exec(base64.trim())?.[1];
  if (bytes === undefined)
    throw new Fault('validation-failed', 'The Content-Digest has no SHA-256 in the form sha-256=:BASE64: of RFC 9530.');
  return Buffer.from(bytes, 'base64').toString('hex');
};

/** Streams one upload into the object store, and makes its version ready, with its run if one was asked for, in one transaction. */
export const receiveUpload = async (services: Services, request: ApiRequest, datasetId?: string): Promise<Received> => {
  const { datasets, storage, config, runs, database, contracts } = services;
  const { tenantId, scopes } = callerOf(request);
  const sha256 = declaredHash(request);
  const file = await incomingFile(request, config.UPLOAD_STALL_SECONDS * 1000);
  const options = parse(uploadOptionsSchema, { ...request.query, ...file.fields });
  if (options.run && !scopes.includes('runs:write'))
    throw new Fault('insufficient-scope', 'An upload that starts a run needs the scope "runs:write" too.');
  const fileName = basename(options.fileName ?? file.fileName).slice(0, 255) || 'upload';
  const contract = datasetId === undefined ? null : await contracts.latest(tenantId, datasetId);
  const wanted = options.run && { ...options, kinds: options.run, contract };
  const before = wanted ? await versionBefore(services, wanted, { tenantId, datasetId, below: null }) : null;
  // A recipe that is wrong is told before a byte is stored.
  if (wanted) await planJobs(services, wanted, null, before);
  const { readOptions }: { readOptions: ReadOptions } = parse(z.object({ readOptions: readOptionsSchema }), {
    readOptions: readOptionsOf(options, options.readOptions),
  });
  const body = new GuardedBody(
    file.stream as AsyncIterable<Buffer>,
    {
      maxBytes: config.UPLOAD_MAX_BYTES,
      declaredBytes: file.declaredBytes,
      stallMs: config.UPLOAD_STALL_SECONDS * 1000,
      minBytesPerSecond: config.UPLOAD_MIN_BYTES_PER_SECOND,
    },
    file.isWhole,
  );
  const upload = await datasets.beginUpload({ tenantId, datasetId, name: options.name ?? fileName, fileName, readOptions });
  const touching = setInterval(() => void datasets.touch(upload.versionId).catch(() => undefined), touchEveryMs);
  try {
    const stored = await storage.put(upload.sourceKey, body);
    if (sha256 !== null && sha256 !== stored.sha256)
      throw new Fault('hash-mismatch', `SHA-256 ${sha256} was declared, ${stored.sha256} was measured.`);
    const { format, compression } = body.content ?? { format: null, compression: 'none' as const };
    const table = { key: upload.sourceKey, bytes: stored.bytes, format: readOptions.format ?? format, compression };
    const jobs = wanted ? await planJobs(services, wanted, table, before) : null;
    const runId = await database.transaction(async (sql) => {
      await datasets.markReady(sql, upload.versionId, { ...stored, format: readOptions.format ?? format, compression });
      return jobs
        ? runs.create(sql, { tenantId, datasetId: upload.datasetId, versionId: upload.versionId, requestId: requestIdOf(request), jobs })
        : null;
    });
    if (runId !== null) services.nudgeRelay();
    return { datasetId: upload.datasetId, versionId: upload.versionId, runId };
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
