import { Fault, historyVersions, watchedMetrics, type MetricHistory, type MetricValue, type Version } from '@millrace/contracts';
import { insertAll } from './insert-all';
import type { Database, Row, Sql } from './database';
import type { Page } from './page';
import { RowValues } from './row-values';

export interface MetricRow {
  /** Null for the table. */
  readonly column: { readonly position: number; readonly name: string } | null;
  readonly metric: string;
  readonly value: number | string;
}

export interface MetricFilter {
  readonly metric?: string;
  /** The name of a column. */
  readonly column?: string;
  /** The number of a version. */
  readonly version?: number;
}

const tablePosition = -1;
const columns =
  'metric_values (tenant_id, dataset_id, version_number, version_id, run_id, column_position, column_name, metric, value_number, value_text, created_at)';

/** The history of metrics: of each version the newest run's. */
export class MetricStore {
  constructor(private readonly database: Database) {}

  /**
   * A page of a dataset's history: the newest version first, in each the table before its columns.
   * @throws Fault `validation-failed` for a cursor that no page has given
   */
  async list(
    tenantId: string,
    datasetId: string,
    { metric, column, version }: MetricFilter,
    { limit, cursor }: { readonly limit: number; readonly cursor?: string },
  ): Promise<Page<MetricValue>> {
    const conditions = ['tenant_id = ?', 'dataset_id = ?'];
    const parameters: unknown[] = [tenantId, datasetId];
    const where = (condition: string, ...values: unknown[]) => {
      conditions.push(condition);
      parameters.push(...values);
    };
    if (metric !== undefined) where('metric = ?', metric);
    if (column !== undefined) where('column_name = ?', column);
    if (version !== undefined) where('version_number = ?', version);
    if (cursor !== undefined) {
      const { number, position, metric: last } = parseCursor(cursor);
      where(
        '(version_number < ? OR (version_number = ? AND (column_position > ? OR (column_position = ? AND metric > ?))))',
        ...[number, number, position, position, last],
      );
    }
    const rows = await this.database.rows(
      `SELECT * FROM metric_values WHERE ${conditions.join(' AND ')} ORDER BY version_number DESC, column_position, metric LIMIT ?`,
      [...parameters, limit + 1],
    );
    const items = rows.slice(0, limit);
    const end = items.at(-1);
    return { items: items.map(toMetricValue), nextCursor: rows.length > limit && end ? cursorOf(end) : null };
  }

  /** The watched metrics of the newest versions before this one that have been profiled. */
  async before({ datasetId, number, createdAt }: Pick<Version, 'datasetId' | 'number' | 'createdAt'>): Promise<MetricHistory> {
    // One row a version stands for all: each has the metrics of its table.
    const found = await this.database.rows(
      `SELECT v.number, v.created_at FROM versions v WHERE v.dataset_id = ? AND v.number < ?
       AND EXISTS (SELECT 1 FROM metric_values m WHERE m.dataset_id = v.dataset_id AND m.version_number = v.number)
       ORDER BY v.number DESC LIMIT ?`,
      [datasetId, number, historyVersions],
    );
    const versions = found
      .map((raw) => new RowValues(raw))
      .map((row) => ({ number: row.number('number'), at: row.instant('created_at') }))
      .reverse();
    const next = { number, at: createdAt };
    if (versions.length === 0) return { next, versions, series: [] };
    const rows = await this.database.rows(
      'SELECT version_number, column_name, metric, value_number FROM metric_values WHERE dataset_id = ? AND version_number IN (?) AND metric IN (?)',
      [datasetId, versions.map((version) => version.number), [...watchedMetrics.table, ...watchedMetrics.column]],
    );
    const places = new Map(versions.map((version, at) => [version.number, at]));
    const series = new Map<string, MetricHistory['series'][number]>();
    for (const raw of rows) {
      const row = new RowValues(raw);
      const [column, metric] = [row.textOrNull('column_name'), row.text('metric')];
      const key = JSON.stringify([column, metric]);
      const one = series.get(key) ?? { column, metric, values: versions.map((): number | null => null) };
      series.set(key, one);
      one.values[places.get(row.number('version_number')) ?? 0] = row.numberOrNull('value_number');
    }
    return { next, versions, series: [...series.values()] };
  }
}

/**
 * Stores the metrics of a version in the place of those of an earlier run of it; a run that is newer than this one keeps its own. Call it
 * in the transaction that commits the run.
 */
export const replaceMetrics = async (
  sql: Sql,
  { tenantId, runId, versionId }: { readonly tenantId: string; readonly runId: string; readonly versionId: string },
  metrics: readonly MetricRow[],
): Promise<void> => {
  if (metrics.length === 0) return;
  // The lock has runs of one version write one after another.
  const [version] = await sql.rows('SELECT dataset_id, number FROM versions WHERE id = ? FOR UPDATE', [versionId]);
  if (!version) return;
  const place = [version['dataset_id'], version['number']];
  const [stored] = await sql.rows('SELECT run_id FROM metric_values WHERE dataset_id = ? AND version_number = ? LIMIT 1', place);
  if (stored && String(stored['run_id']) > runId) return;
  if (stored) await sql.run('DELETE FROM metric_values WHERE dataset_id = ? AND version_number = ?', place);
  const now = new Date();
  const rows = metrics.map(({ column, metric, value }) => [
    tenantId,
    ...place,
    versionId,
    runId,
    column?.position ?? tablePosition,
    column?.name ?? null,
    metric,
    typeof value === 'number' && Number.isFinite(value) ? value : null,
    typeof value === 'string' ? value : null,
    now,
  ]);
  await insertAll(sql, columns, rows);
};

const cursorOf = (row: Row): string => [row['version_number'], row['column_position'], row['metric']].join('.');

const parseCursor = (cursor: string) => {
  const [, number, position, metric] = /^(\d{1,9})\.(-1|\d{1,6})\.(\w{1,64})$/.exec(cursor) ?? [];
  if (number === undefined || position === undefined || metric === undefined)
    throw new Fault('validation-failed', 'The cursor is not one that a page has given.');
  return { number: Number(number), position: Number(position), metric };
};

const toMetricValue = (raw: Row): MetricValue => {
  const row = new RowValues(raw);
  const position = row.number('column_position');
  return {
    version: row.number('version_number'),
    versionId: row.text('version_id'),
    runId: row.text('run_id'),
    column: position === tablePosition ? null : { position, name: row.text('column_name') },
    metric: row.text('metric'),
    value: row.textOrNull('value_text') ?? row.numberOrNull('value_number'),
    at: row.instant('created_at'),
  };
};
