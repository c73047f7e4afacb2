import { Fault, type Compression, type Dataset, type Failure, type FileFormat, type ReadOptions, type Version } from '@millrace/contracts';
import { newId } from '@millrace/platform';
import type { Database, Row, Sql } from './database';
import { finishRun } from './finish-run';
import { collect } from './garbage-store';
import { toPage, type Page, type PageRequest } from './page';
import { RowValues } from './row-values';

export interface NewUpload {
  readonly tenantId: string;
  /** Left out for a new dataset. */
  readonly datasetId?: string;
  readonly name: string;
  readonly fileName: string;
  readonly readOptions: ReadOptions;
}

export interface Upload {
  readonly datasetId: string;
  readonly versionId: string;
  readonly sourceKey: string;
}

export interface StoredSource {
  readonly bytes: number;
  readonly sha256: string;
  /** Null where only a job that opens the archive can tell. */
  readonly format: FileFormat | null;
  readonly compression: Compression;
}

/** A version with what only the inside of the platform may know. */
export interface VersionSource extends Version {
  readonly sourceKey: string;
  readonly workingKey: string | null;
  /** The newest profile of it that is stored. */
  readonly profileKey: string | null;
  readonly ingest: unknown;
}

const noDataset = (): never => {
  throw new Fault('not-found', 'There is no such dataset.');
};

/** Holds a dataset against being deleted until the caller's transaction ends. @throws Fault `not-found` where it is deleted already */
export const holdDataset = async (sql: Sql, id: string): Promise<void> => {
  const found = await sql.rows('SELECT id FROM datasets WHERE id = ? AND deleted_at IS NULL LOCK IN SHARE MODE', [id]);
  if (found.length === 0) noDataset();
};

export class DatasetStore {
  constructor(private readonly database: Database) {}

  /** Makes the rows of an upload that is about to stream: a version in state `uploading`, and its dataset where it is new. */
  beginUpload({ tenantId, datasetId, name, fileName, readOptions }: NewUpload): Promise<Upload> {
    return this.database.transaction(async (sql) => {
      const dataset = datasetId ?? newId();
      if (datasetId === undefined)
        await sql.run('INSERT INTO datasets (id, tenant_id, name, created_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))', [
          dataset,
          tenantId,
          name,
        ]);
      const found = await sql.rows('SELECT id FROM datasets WHERE id = ? AND tenant_id = ? AND deleted_at IS NULL FOR UPDATE', [
        dataset,
        tenantId,
      ]);
      if (found.length === 0) noDataset();
      const versionId = newId();
      const sourceKey = `tenants/${tenantId}/versions/${versionId}/source`;
      const [last] = await sql.rows('SELECT COALESCE(MAX(number), 0) AS number FROM versions WHERE dataset_id = ?', [dataset]);
      await sql.run(
        `INSERT INTO versions (id, tenant_id, dataset_id, number, state, file_name, read_options, source_key, created_at, touched_at)
         VALUES (?, ?, ?, ?, 'uploading', ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`,
        [versionId, tenantId, dataset, Number(last?.['number'] ?? 0) + 1, fileName, JSON.stringify(readOptions), sourceKey],
      );
      return { datasetId: dataset, versionId, sourceKey };
    });
  }

  /** Says that the upload still streams, so that the sweeper leaves it alone. */
  async touch(versionId: string): Promise<void> {
    await this.database.run(`UPDATE versions SET touched_at = UTC_TIMESTAMP(3) WHERE id = ? AND state = 'uploading'`, [versionId]);
  }

  /** @throws Fault `conflict` when the upload was given up meanwhile. */
  async markReady(sql: Sql, versionId: string, source: StoredSource): Promise<void> {
    const touched = await sql.run(
      `UPDATE versions v JOIN datasets d ON d.id = v.dataset_id
       SET v.state = 'ready', v.bytes = ?, v.sha256 = ?, v.format = ?, v.compression = ?, v.touched_at = UTC_TIMESTAMP(3)
       WHERE v.id = ? AND v.state = 'uploading' AND d.deleted_at IS NULL`,
      [source.bytes, source.sha256, source.format, source.compression, versionId],
    );
    if (touched !== 1) throw new Fault('conflict', 'The upload was given up, or its dataset deleted, before it ended.');
  }

  /** Drops what is left of an upload that broke: its version, and its dataset where it has no other. Its object is collected. False, and nothing dropped, where the upload has become ready after all. */
  async giveUp({ datasetId, versionId, sourceKey }: Upload, state: 'rejected' | 'expired', failure: Failure): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      const touched = await sql.run(`UPDATE versions SET state = ?, failure = ? WHERE id = ? AND state = 'uploading'`, [
        state,
        JSON.stringify(failure),
        versionId,
      ]);
      if (touched === 0) return false;
      await sql.run(
        `UPDATE datasets SET deleted_at = UTC_TIMESTAMP(3) WHERE id = ? AND NOT EXISTS (SELECT 1 FROM versions WHERE dataset_id = ? AND state IN ('uploading', 'ready'))`,
        [datasetId, datasetId],
      );
      await collect(sql, sourceKey);
      return true;
    });
  }

  /** Uploads that nobody has touched for so long that their process must be gone. */
  async staleUploads(seconds: number): Promise<Upload[]> {
    const rows = await this.database.rows(
      `SELECT id, dataset_id, source_key FROM versions WHERE state = 'uploading' AND touched_at < UTC_TIMESTAMP(3) - INTERVAL ? SECOND LIMIT 100`,
      [seconds],
    );
    return rows
      .map((row) => new RowValues(row))
      .map((row) => ({ datasetId: row.text('dataset_id'), versionId: row.text('id'), sourceKey: row.text('source_key') }));
  }

  /** With its newest version that is ready. @throws Fault `not-found` */
  async get(tenantId: string, id: string): Promise<Dataset> {
    const [row] = await this.database.rows('SELECT * FROM datasets WHERE tenant_id = ? AND id = ? AND deleted_at IS NULL', [tenantId, id]);
    if (!row) return noDataset();
    const [version] = await this.database.rows(
      `SELECT * FROM versions WHERE dataset_id = ? AND state = 'ready' ORDER BY number DESC LIMIT 1`,
      [id],
    );
    return toDataset(row, version);
  }

  async list(tenantId: string, { limit, cursor }: PageRequest): Promise<Page<Dataset>> {
    const rows = await this.database.rows(
      `SELECT * FROM datasets WHERE tenant_id = ? AND deleted_at IS NULL AND id < ? ORDER BY id DESC LIMIT ?`,
      [tenantId, cursor ?? 'g', limit + 1],
    );
    if (rows.length === 0) return { items: [], nextCursor: null };
    const latest = await this.database.rows(
      `SELECT v.* FROM versions v JOIN (SELECT dataset_id, MAX(number) AS number FROM versions WHERE dataset_id IN (?) AND state = 'ready' GROUP BY dataset_id) m
       ON v.dataset_id = m.dataset_id AND v.number = m.number`,
      [rows.map(({ id }) => id)],
    );
    const byDataset = new Map(latest.map((row) => [row['dataset_id'], row]));
    return toPage(
      rows.map((row) => toDataset(row, byDataset.get(row['id']))),
      limit,
    );
  }

  async versions(tenantId: string, datasetId: string): Promise<Version[]> {
    await this.get(tenantId, datasetId);
    return (await this.database.rows('SELECT * FROM versions WHERE dataset_id = ? ORDER BY number DESC LIMIT 1000', [datasetId])).map(
      toVersion,
    );
  }

  /** The version of that id, or the newest that is ready. @throws Fault `not-found`, `version-not-ready` */
  async readyVersion(tenantId: string, datasetId: string, versionId?: string): Promise<VersionSource> {
    const dataset = await this.get(tenantId, datasetId);
    const [row] = await this.database.rows(
      `SELECT * FROM versions WHERE dataset_id = ? AND ${versionId === undefined ? `state = 'ready'` : 'id = ?'} ORDER BY number DESC LIMIT 1`,
      [datasetId, versionId],
    );
    if (!row && versionId !== undefined) throw new Fault('not-found', 'There is no such version.');
    if (row?.['state'] !== 'ready') throw new Fault('version-not-ready', `Dataset "${dataset.id}" has no version that is ready.`);
    return toSource(row);
  }

  /** A version to compare another with: that of a number, or the newest that is ready below one. @throws Fault `not-found`, `version-not-ready` */
  async comparableVersion(tenantId: string, datasetId: string, which: { number: number } | { below: number }): Promise<VersionSource> {
    await this.get(tenantId, datasetId);
    const [row] =
      'number' in which
        ? await this.database.rows('SELECT * FROM versions WHERE dataset_id = ? AND number = ?', [datasetId, which.number])
        : await this.database.rows(
            `SELECT * FROM versions WHERE dataset_id = ? AND state = 'ready' AND number < ? ORDER BY number DESC LIMIT 1`,
            [datasetId, which.below],
          );
    if (!row)
      throw new Fault('not-found', 'number' in which ? 'There is no such version.' : 'There is no earlier version to compare with.');
    if (row['state'] !== 'ready') throw new Fault('version-not-ready', `Version ${String(row['number'])} is ${String(row['state'])}.`);
    return toSource(row);
  }

  /** The newest version whose content a job has read; null where none was. */
  async newestRead(datasetId: string): Promise<VersionSource | null> {
    const [row] = await this.database.rows(
      `SELECT * FROM versions WHERE dataset_id = ? AND state = 'ready' AND ingest IS NOT NULL ORDER BY number DESC LIMIT 1`,
      [datasetId],
    );
    return row ? toSource(row) : null;
  }

  async source(versionId: string): Promise<VersionSource> {
    const [row] = await this.database.rows('SELECT * FROM versions WHERE id = ?', [versionId]);
    if (!row) throw new Fault('not-found', 'There is no such version.');
    return toSource(row);
  }

  /** Hides a dataset at once, cancels its runs, tells webhooks of that, and leaves its objects to the collector and its rows to the sweeper. */
  async remove(tenantId: string, id: string): Promise<void> {
    await this.database.transaction(async (sql) => {
      if (
        (await sql.run('UPDATE datasets SET deleted_at = UTC_TIMESTAMP(3) WHERE tenant_id = ? AND id = ? AND deleted_at IS NULL', [
          tenantId,
          id,
        ])) === 0
      )
        noDataset();
      const runs = await sql.rows('SELECT id FROM runs WHERE dataset_id = ? FOR UPDATE', [id]);
      for (const { id: runId } of runs) {
        await sql.run(
          `UPDATE jobs SET state = 'cancelled', finished_at = UTC_TIMESTAMP(3) WHERE run_id = ? AND state IN ('blocked', 'pending', 'queued', 'running')`,
          [runId],
        );
        await finishRun(sql, String(runId), 'cancelled', null);
        await collect(sql, `tenants/${tenantId}/runs/${String(runId)}/`);
      }
      const versions = await sql.rows('SELECT id FROM versions WHERE dataset_id = ?', [id]);
      for (const { id: versionId } of versions) await collect(sql, `tenants/${tenantId}/versions/${String(versionId)}/`);
    });
  }
}

const toVersion = (raw: Row): Version => {
  const row = new RowValues(raw);
  return {
    id: row.text('id'),
    datasetId: row.text('dataset_id'),
    number: row.number('number'),
    state: row.text('state') as Version['state'],
    fileName: row.text('file_name'),
    format: row.textOrNull('format') as Version['format'],
    compression: row.textOrNull('compression') as Version['compression'],
    readOptions: row.json<ReadOptions>('read_options'),
    bytes: row.number('bytes'),
    sha256: row.textOrNull('sha256'),
    rows: row.numberOrNull('row_count'),
    columns: row.numberOrNull('column_count'),
    failure: row.jsonOrNull<Failure>('failure'),
    createdAt: row.instant('created_at'),
  };
};

const toSource = (raw: Row): VersionSource => {
  const row = new RowValues(raw);
  return {
    ...toVersion(raw),
    sourceKey: row.text('source_key'),
    workingKey: row.textOrNull('working_key'),
    profileKey: row.textOrNull('profile_key'),
    ingest: row.jsonOrNull<unknown>('ingest'),
  };
};

const toDataset = (raw: Row, version: Row | undefined): Dataset => {
  const row = new RowValues(raw);
  return {
    id: row.text('id'),
    name: row.text('name'),
    latestVersion: version ? toVersion(version) : null,
    createdAt: row.instant('created_at'),
  };
};
