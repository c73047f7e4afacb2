import { startPlatform, type Platform } from '../support/platform';

let platform: Platform;
let run: string;
const rows = 60_000;
beforeAll(async () => {
  platform = await startPlatform(['api', 'data-worker']);
  const line = (row: number) => `${row}, town ${row % 7} ,${row % 1000 === 0 ? ' N/A' : row}`;
  const table = `id,town,amount\n${Array.from({ length: rows }, (_, row) => line(row)).join('\n')}\n59999, town 2 ,59999\n`;
  const { body } = await platform.call('POST', '/v1/datasets?run=cleanse', { body: table, headers: { 'content-type': 'text/csv' } });
  run = (await platform.ended(body.run.id)).id;
});
afterAll(() => platform.stop());

const page = async (query: string) => {
  const answer = await platform.call('GET', `/v1/runs/${run}/changes?${query}`);
  expect(answer.status).toBe(200);
  return answer.body as { items: { row: number; column: string; step: number }[]; nextCursor: string | null };
};
/** Every page, and how many there were. */
const all = async (query: string) => {
  let [cursor, pages]: [string | null, number] = ['0', 0];
  const items: { row: number; column: string; step: number }[] = [];
  for (; cursor !== null; pages += 1) {
    const { items: own, nextCursor } = await page(`${query}&cursor=${cursor}`);
    items.push(...own);
    cursor = nextCursor;
  }
  return { items, pages };
};

it('filters changes by column and step, page by page, and none is missed', async () => {
  const nulls = await all('column=amount&step=1&limit=7');
  expect(nulls.items.map(({ row }) => row)).toEqual(Array.from({ length: 60 }, (_, at) => at * 1000));
  expect(nulls.pages).toBeGreaterThan(8);
  expect((await all('column=id')).items).toEqual([]);
  expect((await all('step=2')).items).toEqual([]);
});

it('finds rows wherever they stand', async () => {
  expect((await page('rowFrom=59000&rowTo=59000')).items.map(({ row, column, step }) => `${row} ${step} ${column}`).sort()).toEqual([
    '59000 0 amount',
    '59000 0 town',
    '59000 1 amount',
  ]);
  const some = await all('rowFrom=31415&rowTo=31500&limit=10');
  expect(some.items.map(({ row }) => row)).toEqual(Array.from({ length: 86 }, (_, at) => 31_415 + at));
  expect((await page('rowTo=0')).items).toHaveLength(3);
  expect((await page(`rowFrom=${rows + 5}`)).items).toEqual([]);
  expect((await page('rowFrom=9&rowTo=3')).items).toEqual([]);
});

it('counts them, with samples', async () => {
  const { body } = await platform.call('GET', `/v1/runs/${run}/changes/counts`);
  expect(body).toMatchObject({ cells: 60_121, rows: 60_001 });
  expect(body.groups.map(({ step, column, cells }: Record<string, unknown>) => [step, column, cells])).toEqual([
    [0, 'amount', 60],
    [0, 'town', 60_001],
    [1, 'amount', 60],
  ]);
  expect(body.groups[2].samples).toEqual([expect.objectContaining({ before: 'N/A', after: null, cells: 60 })]);
});

it('puts a row back that was set aside, and no other', async () => {
  const { body: aside } = await platform.call('GET', `/v1/runs/${run}/quarantine`);
  expect(aside.items).toEqual([expect.objectContaining({ row: rows, stepName: 'dropDuplicates' })]);
  const { body } = await platform.call('POST', `/v1/runs/${run}/undo`, { body: { selection: { rows: [rows] } } });
  expect((await platform.ended(body.id)).summary).toMatchObject({ rows: rows + 1, rowsReturned: 1, changesUndone: 1 });
});

it('refuses what is no filter, a cursor that no page gave, and a run without changes', async () => {
  const code = async (query: string) => (await platform.call('GET', `/v1/runs/${run}/changes?${query}`)).body.code;
  expect(await code('row=3')).toBe('validation-failed');
  const answer = await platform.call('GET', `/v1/runs/${run}/changes?column=twon`);
  expect([answer.status, answer.body.code, answer.body.detail]).toEqual([422, 'unknown-column', expect.stringContaining('"town"')]);
  expect(await code('step=3')).toBe('not-in-change-log');
  expect(await code('column=town&step=7')).toBe('not-in-change-log');
  expect(await code('step=-1')).toBe('validation-failed');
  expect(await code('column=town&cursor=3')).toBe('validation-failed');
  expect((await platform.call('GET', '/v1/runs/00000000-0000-4000-8000-000000000000/changes?step=1')).status).toBe(404);
});
