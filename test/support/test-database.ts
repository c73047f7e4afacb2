import { Database, DatasetStore, defaultTenantId, JobStore, RunStore, TenantStore } from '@millrace/database';
import type { RunKind } from '@millrace/contracts';
import { randomUUID } from 'node:crypto';

export interface NewTestRun {
  readonly jobs?: readonly { readonly kind: RunKind; readonly parameters?: unknown; readonly needBytes?: number }[];
}

/** A database of one test file's own, with its schema and the default tenant. */
export const makeTestDatabase = async () => {
  const url = process.env['TEST_DATABASE_URL'] ?? '';
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const server = await Database.connect(url, 1);
  await server.run(`CREATE DATABASE ${name}`);
  await server.close();
  const database = await Database.connect(`${url}${name}`, 10);
  await database.migrate();
  const [jobs, runs, datasets] = [new JobStore(database), new RunStore(database), new DatasetStore(database)];
  const tenantId = await new TenantStore(database).ensureDefault();

  /** A run over a version that is ready; its source is whatever the caller puts under `sourceKey`. */
  const newRun = async ({ jobs: wanted = [{ kind: 'profile' }] }: NewTestRun = {}) => {
    const upload = await datasets.beginUpload({ tenantId, name: 'people', fileName: 'people.csv', readOptions: {} });
    const runId = await database.transaction(async (sql) => {
      await datasets.markReady(sql, upload.versionId, { bytes: 1, sha256: 'b'.repeat(64), format: 'csv', compression: 'none' });
      const queue = 'data-512mb';
      const full = wanted.map(({ kind, parameters = {}, needBytes = 256 * 1024 * 1024 }) => ({ kind, parameters, needBytes, queue }));
      return runs.create(sql, { tenantId, ...upload, requestId: 'r', jobs: full });
    });
    const run = await runs.get(tenantId, runId);
    return { ...upload, runId, jobIds: run.jobs.map(({ id }) => id) };
  };
  const close = async () => {
    await database.run(`DROP DATABASE ${name}`);
    await database.close();
  };
  return { database, jobs, runs, datasets, tenantId: tenantId || defaultTenantId, url: `${url}${name}`, newRun, close };
};
