import { mergeOptionsSchema, type GoldenRecord } from '@millrace/contracts';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../ingest/ingest';
import { mergeClusters } from './merge-clusters';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'merge-'));
});
afterEach(() => rm(folder, { recursive: true }));

const table = `name,phone,seen,source,points
Ann,030 1,2024-01-05,web,5
Zoe,1,2024-01-01,web,1
Anna,,2024-03-01,list,9
Ann,0301234567,2024-02-01,,7
`;
const merge = async (options: object, rows = [0, 2, 3], content = table) => {
  const paths = { sourcePath: join(folder, 'in'), outputPath: join(folder, 'w.parquet'), asidePath: join(folder, 'aside') };
  await writeFile(paths.sourcePath, content);
  const read = await ingest({ ...paths, options: {} });
  const { output, recordsPath, ...counts } = await mergeClusters({
    ...{ workingCopyPath: paths.outputPath, ingest: read, outputDir: folder },
    clusters: [{ cluster: 0, rows, confidence: 0.97 }],
    options: mergeOptionsSchema.parse(options),
  });
  const [record] = (await readFile(recordsPath, 'utf8')).trim().split('\n');
  return { ...counts, text: await readFile(output.path, 'utf8'), record: JSON.parse(record ?? '') as GoldenRecord };
};

it('makes one row of a group, and tells of each cell where it is from', async () => {
  const { text, record, ...counts } = await merge({
    survivorship: { columns: { phone: 'longestValid', seen: 'max', source: 'source', points: { highest: 'points * 2' } } },
    valid: { phone: '0\\d{3,}' },
    sourceBy: { column: 'source', order: ['list', 'web'] },
  });
  expect(text).toBe('name,phone,seen,source,points\nAnn,0301234567,2024-03-01,list,9\nZoe,1,2024-01-01,web,1\n');
  expect(counts).toEqual({ rowsIn: 4, rowsOut: 2, changes: 4 });
  expect(record).toEqual({
    ...{ cluster: 0, rows: [0, 2, 3], confidence: 0.97 },
    cells: { name: 'Ann', phone: '0301234567', seen: '2024-03-01', source: 'list', points: '9' },
    provenance: {
      name: { row: 0, rule: 'mostFrequent', reason: '2 of 3 rows have it', others: 1 },
      phone: { row: 3, rule: 'longestValid', reason: 'by the rule longestValid', others: 2 },
      seen: { row: 2, rule: 'max', reason: 'by the rule max', others: 2 },
      source: { row: 2, rule: 'source', reason: 'by the rule source', others: 2 },
      points: { row: 2, rule: 'highest', reason: 'by the highest points * 2', others: 2 },
    },
  });
});

it('leaves the values of JSON lines of the kinds that they were', async () => {
  const content = '{"name":"Ann","code":"1"}\n{"code":2}\n{"code":3,"name":"Ann","seen":"4"}\n{"name":"Bo","code":5,"seen":"6"}\n';
  const { text } = await merge({ survivorship: { columns: { code: 'max', seen: 'max' } } }, [0, 2], content);
  expect(text).toBe('{"name":"Ann","code":"3","seen":"4"}\n{"code":2}\n{"name":"Bo","code":5,"seen":"6"}\n');
});

it.each([
  ['mostComplete', {}, { name: 'Ann', phone: '030 1', source: 'web' }],
  ['mostRecent', { recentBy: 'seen' }, { name: 'Anna', phone: '0301234567', source: 'list' }],
  ['longestValid', { valid: { phone: 'x+' } }, { name: 'Anna', phone: '0301234567', points: '5' }],
  ['min', {}, { name: 'Ann', seen: '2024-01-05', points: '5' }],
])('%s, and an absent cell never survives one that is there', async (rule, more, cells) => {
  expect((await merge({ survivorship: { default: rule }, ...more })).record.cells).toMatchObject(cells);
});

it('has no cell, and nothing to tell of one, where no row has any', async () => {
  const { record } = await merge({}, [2, 3].toReversed());
  expect(record.provenance['source']).toMatchObject({ row: 2 });
  const { record: bare } = await merge({ survivorship: { default: 'first' } }, [2]);
  expect([bare.cells['phone'], bare.provenance['phone']]).toEqual([null, undefined]);
});

it('refuses columns that are not there, expressions that are none, and rules that lack what they need', async () => {
  await expect(merge({ survivorship: { columns: { nick: 'min' } } })).rejects.toMatchObject({ code: 'unknown-column' });
  await expect(merge({ recentBy: 'last' })).rejects.toMatchObject({ code: 'unknown-column' });
  for (const highest of ['points +', 'points and 1', 'best(points)'])
    expect(mergeOptionsSchema.safeParse({ survivorship: { default: { highest } } }).success).toBe(false);
  await expect(merge({ survivorship: { default: { highest: 'rank + 1' } } })).rejects.toMatchObject({ code: 'unknown-column' });
  for (const rule of ['mostRecent', 'source', 'longestValid'])
    expect(mergeOptionsSchema.safeParse({ survivorship: { default: rule } }).success).toBe(false);
  expect(mergeOptionsSchema.safeParse({ survivorship: { default: 'longestValid' }, valid: { a: '(?=x)' } }).success).toBe(false);
});
