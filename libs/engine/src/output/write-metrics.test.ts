import pl from 'nodejs-polars';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ScratchIngest } from '../ingest/testing/scratch-ingest';
import { profileColumns } from '../relations/testing/profile-rows';
import { writeMetricsTable, writeMetricsWorkbook } from './write-metrics';

const scratch = new ScratchIngest();
beforeEach(() => scratch.begin());
afterEach(() => scratch.end());

const profiled = () => profileColumns({ '=cmd': ['1', '2', 'x'], amount: ['1.5', null, '2.5'] });

it('writes a row for each column into the workbook', async () => {
  const [profile, path] = [await profiled(), join(scratch.folder, 'metrics.xlsx')];
  await writeMetricsWorkbook(profile, path);
  const { names, table } = await scratch.read(await readFile(path), { sheet: 'Columns' });
  expect(table.map((row) => row[names.indexOf('column')])).toEqual(['=cmd', 'amount']);
  expect(table[1]?.[names.indexOf('mean')]).toBe('2');
  expect((await scratch.read(await readFile(path), { sheet: 'Table' })).table).toContainEqual(['rows', '3']);
});

it('writes a row for each metric into the Parquet file', async () => {
  const [profile, path] = [await profiled(), join(scratch.folder, 'metrics.parquet')];
  writeMetricsTable(profile, path);
  const rows = pl.readParquet(path).toRecords();
  expect(rows).toContainEqual({ position: null, column: null, metric: 'rows', value: 3 });
  expect(rows).toContainEqual({ position: 2, column: 'amount', metric: 'mean', value: 2 });
  expect(rows).toHaveLength(Object.keys(profile.metrics).length + profile.columns.flatMap(({ metrics }) => Object.keys(metrics)).length);
});
