import { usePlatform } from '../support/platform';

const platform = usePlatform(['api', 'data-worker']);

const csv = { 'content-type': 'text/csv' };
const table = (rows: number, cells: (row: number) => string) =>
  `id,city,amount\n${Array.from({ length: rows }, (_, row) => `${row + 1},${cells(row)}`).join('\n')}\n`;
const before = table(400, (row) => `${row % 2 ? 'Bonn' : 'Ulm'},${(row * 37) % 100}`);
/** Every city is another one, ten amounts have changed, the last ten rows are gone and five came. */
const after = table(405, (row) => `${row % 2 ? 'Köln' : 'Ulm'},${row < 10 ? 999 : (row * 37) % 100}`).replace(/\n39[1-9],.*|\n400,.*/g, '');

const upload = async (path: string, body: string) => (await platform.call('POST', path, { body, headers: csv })).body;

it('compares two versions of a dataset, with those that were profiled and those that were never read', async () => {
  const { id } = await upload('/v1/datasets?name=sales', before);
  const second = await upload(`/v1/datasets/${id}/versions?run=profile,compare`, after);
  const run = await platform.ended(second.run.id);
  expect(run).toMatchObject({
    state: 'completed',
    kinds: ['profile', 'compare'],
    summary: { rows: 395, rowsBefore: 400, hasDrift: 1, driftedColumns: 1, rowsAdded: 5, rowsRemoved: 10 },
  });
  const { status, body } = await platform.call('GET', `/v1/runs/${run.id}/comparison`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    schema: 'millrace.comparison/1',
    columns: [
      { name: 'id', verdict: 'advanced' },
      { name: 'city', verdict: 'drift' },
      { name: 'amount', verdict: 'stable' },
    ],
    rowDifference: { key: ['id'], isChosen: true, matched: 390, changedRows: 200 },
  });
  expect(body.columns[1].appeared).toMatchObject({ distinct: 1, examples: ['Köln'] });

  // The other way round, and with what the caller says of key and thresholds.
  const back = await platform.call('POST', `/v1/datasets/${id}/runs`, {
    body: {
      kinds: ['compare'],
      versionId: (await platform.call('GET', `/v1/datasets/${id}/versions`)).body.items[1].id,
      compare: { before: 2, key: ['id'], thresholds: { cramersV: 1 } },
    },
  });
  expect(back.status).toBe(202);
  const ended = await platform.ended(back.body.id);
  expect(ended).toMatchObject({ state: 'completed', summary: { rows: 400, rowsBefore: 395, hasDrift: 0, rowsAdded: 10, rowsRemoved: 5 } });
});

it('says why it cannot compare', async () => {
  const first = await platform.call('POST', '/v1/datasets?run=compare', { body: before, headers: csv });
  expect([first.status, first.body.code]).toEqual([400, 'validation-failed']);
  const { id } = await upload('/v1/datasets', before);
  const start = (compare: object | undefined, kinds = ['compare']) =>
    platform.call('POST', `/v1/datasets/${id}/runs`, { body: { kinds, ...(compare && { compare }) } });
  const refused = await Promise.all([
    start(undefined),
    start({ before: 1 }),
    start({ before: 7 }),
    start({ befor: 1 }),
    start({}, ['profile']),
  ]);
  expect(refused.map(({ status, body }) => [status, body.code])).toEqual([
    [404, 'not-found'],
    [400, 'validation-failed'],
    [404, 'not-found'],
    [400, 'validation-failed'],
    [400, 'validation-failed'],
  ]);
  const second = await upload(`/v1/datasets/${id}/versions?run=compare&compare=${encodeURIComponent('{"key":["zip"]}')}`, after);
  expect(await platform.ended(second.run.id)).toMatchObject({ state: 'failed', failure: { code: 'unknown-column', kind: 'input' } });
});
