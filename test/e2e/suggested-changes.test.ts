import { usePlatform } from '../support/platform';

const platform = usePlatform(['api', 'data-worker']);

const csv = { 'content-type': 'text/csv' };
const towns = ['Augsburg', 'Nuremberg', 'Regensburg'];
const townOf = (row: number) => (row === 40 ? 'Nurembxrg' : row === 50 ? 'Regensborg' : towns[row % 3]);
const lines = Array.from({ length: 90 }, (_, row) => `${row},${100 + (row % 3)},${townOf(row)}`);
const table = `id,code,town\n${lines.join('\n')}\n`;
const dependencies = [{ from: ['code'], to: 'town' }];
const wary = { steps: [{ step: 'repairByDependency', dependencies, threshold: 1 }] };
const upload = async (): Promise<string> => (await platform.call('POST', '/v1/datasets', { body: table, headers: csv })).body.id;
const preview = async (id: string) =>
  platform.ended((await platform.call('POST', `/v1/datasets/${id}/recipes:preview`, { body: { recipe: wary, sample: 'whole' } })).body.id);
const suggestedBy = async (run: string, query = '') =>
  (await platform.call('GET', `/v1/runs/${run}/suggested-changes${query}`)).body as {
    items: { row: number; before: string; after: string; reason: string; decision?: { decision: string } }[];
    nextCursor: string | null;
  };
const decide = (run: string, decisions: object[], person = 'Ada') =>
  platform.call('POST', `/v1/runs/${run}/suggested-changes:decide`, { body: { decisions, person } });
const cleanse = async (id: string, body: object) =>
  platform.ended((await platform.call('POST', `/v1/datasets/${id}/runs`, { body: { kinds: ['cleanse'], ...body } })).body.id);

it('lists what a recipe is not sure enough of, keeps decisions, and obeys them in the next cleansing and in that of a later version', async () => {
  const id = await upload();
  const run = await preview(id);
  const first = await suggestedBy(run.id, '?limit=1');
  const rest = await suggestedBy(run.id, `?limit=1&cursor=${first.nextCursor}`);
  expect([...first.items, ...rest.items].map(({ row, before, after }) => [row, before, after])).toEqual([
    [40, 'Nurembxrg', 'Nuremberg'],
    [50, 'Regensborg', 'Regensburg'],
  ]);
  expect([first.items[0]!.reason.length > 0, rest.nextCursor]).toEqual([true, null]);
  // A cleansing leaves the same, though it was not previewed.
  const unsure = await cleanse(id, { recipe: wary });
  expect(unsure.summary).toMatchObject({ changes: 0, suggestions: 2 });
  expect(await suggestedBy(unsure.id)).toEqual(await suggestedBy(run.id));
  const some = await Promise.all(['?rowFrom=41', '?column=id', '?step=0&rowTo=45'].map((query) => suggestedBy(unsure.id, query)));
  expect(some.map(({ items }) => items.map(({ row }) => row))).toEqual([[50], [], [40]]);
  const outOfCore = await cleanse(id, { recipe: wary, cleanse: { lane: 'outOfCore' } });
  expect(await suggestedBy(outOfCore.id)).toEqual(await suggestedBy(run.id));

  const decisions = [{ row: 40, column: 'town', decision: 'accepted' }, { row: 50, column: 'town', decision: 'rejected' }]; // prettier-ignore
  const noted = await decide(unsure.id, decisions);
  expect([noted.status, noted.body.items.length]).toEqual([200, 2]);
  expect((await decide(unsure.id, decisions, 'Bob')).body).toEqual(noted.body);
  expect((await suggestedBy(unsure.id)).items.map(({ decision }) => decision?.decision)).toEqual(['accepted', 'rejected']);
  const listed = (await platform.call('GET', `/v1/datasets/${id}/suggested-changes/decisions?limit=1`)).body;
  const more = (await platform.call('GET', `/v1/datasets/${id}/suggested-changes/decisions?limit=1&cursor=${listed.nextCursor}`)).body;
  expect([...listed.items, ...more.items].map(({ decision, decidedBy }) => [decision, decidedBy.person]).sort()).toEqual([
    ['accepted', 'Ada'],
    ['rejected', 'Ada'],
  ]);

  const sure = { steps: [{ step: 'repairByDependency', dependencies, threshold: 0.5 }] };
  const done = await cleanse(id, { recipe: sure });
  expect((await platform.call('GET', `/v1/runs/${done.id}/changes`)).body.items).toEqual([
    expect.objectContaining({ row: 40, column: 'town', after: 'Nuremberg', reason: 'accepted by Ada', stepName: 'correctCells', step: 0 }),
  ]);
  expect((await suggestedBy((await preview(id)).id)).items).toEqual([]);
  expect((await suggestedBy((await cleanse(id, { recipe: wary })).id)).items).toEqual([]);
  const manifest = (await platform.call('GET', `/v1/runs/${done.id}/manifest`)).body;
  await decide(run.id, [{ row: 40, column: 'town', decision: 'rejected' }]);
  expect((await cleanse(id, { recipe: manifest })).summary).toMatchObject({ changes: 1 });
  expect((await cleanse(id, { recipe: sure })).summary).toMatchObject({ changes: 0 });
  await decide(run.id, [{ row: 40, column: 'town', decision: 'accepted' }]);

  const turned = `id,code,town\n${lines.toReversed().join('\n')}\n`;
  const next = await platform.call('POST', `/v1/datasets/${id}/versions?run=cleanse&recipe=${encodeURIComponent(JSON.stringify(wary))}`, { body: turned, headers: csv }); // prettier-ignore
  const later = await platform.ended(next.body.run.id);
  expect((await platform.call('GET', `/v1/runs/${later.id}/changes`)).body.items).toEqual([
    expect.objectContaining({ row: 49, before: 'Nurembxrg', after: 'Nuremberg', reason: 'accepted by Ada' }),
  ]);
});

it('refuses decisions on what was not suggested', async () => {
  const run = await preview(await upload());
  const code = async (...decisions: object[]) => {
    const { status, body } = await decide(run.id, decisions);
    return [status, body.code];
  };
  expect(await code({ row: 1, column: 'town', decision: 'accepted' })).toEqual([400, 'validation-failed']);
  expect(await code({ row: 40, column: 'id', decision: 'accepted' })).toEqual([400, 'validation-failed']);
  expect(await code({ row: 40, column: 'town', decision: 'maybe' })).toEqual([400, 'validation-failed']);
  const twice = { row: 40, column: 'town', decision: 'accepted' };
  const listed = async (query: string) => (await platform.call('GET', `/v1/runs/${run.id}/suggested-changes?${query}`)).body.code;
  expect([await listed('column=nope'), await listed('step=99')]).toEqual(['unknown-column', 'not-in-change-log']);
  expect(await code(twice, { ...twice, decision: 'rejected' })).toEqual([400, 'validation-failed']);
  const profiled = await platform.call('POST', `/v1/datasets/${run.datasetId}/runs`, { body: { kinds: ['profile'] } });
  const { id } = await platform.ended(profiled.body.id);
  expect((await platform.call('GET', `/v1/runs/${id}/suggested-changes`)).status).toBe(404);
  expect((await decide(id, [twice])).status).toBe(404);
});
