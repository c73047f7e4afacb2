import { usePlatform } from '../support/platform';

const platform = usePlatform(['api', 'data-worker']);

const csv = { 'content-type': 'text/csv' };
const towns = ['Augsburg', 'Nuremberg', 'Regensburg'];
const rows = Array.from(
  { length: 90 },
  (_, row) => `${row},${100 + (row % 3)},${row === 40 ? 'Nurembxrg' : towns[row % 3]},${row % 30 === 0 ? 'N/A' : row}`,
);
const table = `id,code,town,amount\n${rows.join('\n')}\n`;

it('suggests a recipe with its evidence, and cleanses by it', async () => {
  const { id } = (await platform.call('POST', '/v1/datasets', { body: table, headers: csv })).body;
  const started = await platform.call('POST', `/v1/datasets/${id}/recipes:suggest`, { body: {} });
  expect([started.status, started.body.kinds]).toEqual([202, ['suggest']]);
  const run = await platform.ended(started.body.id);
  expect(run).toMatchObject({ state: 'completed', summary: { rows: 90, safeSteps: 1, expectedChanges: 3 } });
  const { body } = await platform.call('GET', `/v1/runs/${run.id}/suggestion`);
  const [nulls, slips] = body.steps;
  expect(body.steps).toEqual([
    expect.objectContaining({ step: expect.objectContaining({ step: 'normaliseNulls' }), expectedChanges: 3, safe: true }),
    expect.objectContaining({ step: expect.objectContaining({ step: 'repairByDependency' }), expectedChanges: 1, safe: false }),
  ]);
  expect(body.recipe.steps).toEqual([nulls.step]);

  const changesOf = async (recipe: unknown) => {
    const cleansed = await platform.call('POST', `/v1/datasets/${id}/runs`, { body: { kinds: ['cleanse'], recipe } });
    const ended = await platform.ended(cleansed.body.id);
    expect(ended).toMatchObject({ state: 'completed', summary: { rowsIn: 90, rowsOut: 90 } });
    return (await platform.call('GET', `/v1/runs/${ended.id}/changes`)).body.items;
  };
  // The safe steps by the recipe's name; what waits for a yes, by naming it.
  expect(await changesOf('suggested')).toHaveLength(3);
  const both = await changesOf({ ...body.recipe, steps: [nulls.step, slips.step] });
  expect(both).toHaveLength(4);
  expect(both).toContainEqual(
    expect.objectContaining({
      row: 40,
      before: 'Nurembxrg',
      after: 'Nuremberg',
      reason: '29 of 29 other rows with the same code have it',
    }),
  );
});

it('knows the dataset, and no other parameters', async () => {
  const unknown = await platform.call('POST', '/v1/datasets/00000000-0000-4000-8000-000000000000/recipes:suggest', { body: {} });
  expect(unknown.status).toBe(404);
});
