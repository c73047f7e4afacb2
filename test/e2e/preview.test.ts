import { usePlatform } from '../support/platform';

const platform = usePlatform(['api', 'data-worker']);

const csv = { 'content-type': 'text/csv' };
const table = `id,town,amount\n${Array.from({ length: 2000 }, (_, row) => `${row},${row % 4 === 0 ? ' Bonn' : 'Ulm'},${row % 5 === 0 ? 'N/A' : row}`).join('\n')}\n`;
const steps = [{ step: 'trimWhitespace' }, { step: 'normaliseNulls' }];

const upload = async (): Promise<string> => (await platform.call('POST', '/v1/datasets', { body: table, headers: csv })).body.id;
const preview = (id: string, body: object, headers = {}) => platform.call('POST', `/v1/datasets/${id}/recipes:preview`, { body, headers });

it('tells what a recipe would do, and publishes nothing', async () => {
  const id = await upload();
  const started = await preview(id, { recipe: { steps }, sample: 'whole' });
  expect([started.status, started.body.kinds, started.headers.get('location')]).toEqual([202, ['preview'], `/v1/runs/${started.body.id}`]);
  const run = await platform.ended(started.body.id);
  expect(run).toMatchObject({
    state: 'completed',
    summary: { rows: 2000, rowsLookedAt: 2000, changedCells: 900, changedRows: 800, removedRows: 0, broken: 0 },
  });
  const { body } = await platform.call('GET', `/v1/runs/${run.id}/preview`);
  expect(body.steps.map(({ stepName, changedCells }: Record<string, unknown>) => [stepName, changedCells])).toEqual([
    ['trimWhitespace', 500],
    ['normaliseNulls', 400],
  ]);
  expect(body.columns[0]).toMatchObject({ before: { metrics: { leadingSpaceCount: 500 } }, after: { metrics: { leadingSpaceCount: 0 } } });
  expect(body.cost.memoryBytes).toBeGreaterThan(10e6);
  const page = await platform.call('GET', `/v1/runs/${run.id}/report`);
  expect([page.headers.get('content-type'), page.body.includes('␣Bonn')]).toEqual(['text/html', true]);
  const { items } = (await platform.call('GET', `/v1/runs/${run.id}/artefacts`)).body;
  expect(items.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['preview', 'report', 'suggestedChanges']);
  expect((await platform.call('GET', `/v1/runs/${run.id}/changes`)).status).toBe(404);

  // What was previewed is what is done.
  const cleansed = await platform.call('POST', `/v1/datasets/${id}/runs`, { body: { kinds: ['cleanse'], recipe: { steps } } });
  expect((await platform.ended(cleansed.body.id)).summary).toMatchObject({ changes: 900, rowsOut: 2000 });
});

it('looks at a sample, says so, and says what the whole would take', async () => {
  const id = await upload();
  const run = await platform.ended((await preview(id, { recipe: 'suggested', sample: 200 })).body.id);
  expect(run).toMatchObject({ state: 'completed', summary: { rows: 2000, rowsLookedAt: 200 } });
  const { body } = await platform.call('GET', `/v1/runs/${run.id}/preview`);
  expect(body.changedCells).toBeGreaterThan(40);
  expect(body.changedCells).toBeLessThan(180);
  // What the planner thinks that a cleansing takes.
  expect(body.cost.memoryBytes).toBeGreaterThan(100e6);
  expect(body.recipe.name).toBe('suggested');
});

it('tells what would fail, and fails for what is not there', async () => {
  const id = await upload();
  const harm = { steps: [{ step: 'mapValues', columns: ['town'], values: { Ulm: 'Bonn' } }] };
  const harmful = await platform.ended((await preview(id, { recipe: harm })).body.id);
  expect(harmful).toMatchObject({ state: 'completed', summary: { broken: 1 } });
  const { body } = await platform.call('GET', `/v1/runs/${harmful.id}/preview`);
  expect(body.broken).toMatchObject({ code: 'invariant-broken', advice: expect.any(String) });

  const unread = await preview(await upload(), { recipe: { steps: [{ step: 'trimWhitespace', columns: ['city'] }] } });
  const absent = await platform.ended(unread.body.id);
  expect(absent).toMatchObject({ state: 'failed', failure: { code: 'unknown-column', place: { step: 0, column: 'city' } } });
  expect((await platform.call('GET', `/v1/runs/${absent.id}/preview`)).status).toBe(404);

  // Where the table was read before, the same is refused before there is a run.
  const wrong = { steps: [{ step: 'normaliseNulls' }, { step: 'trimWhitespace', columns: ['towm'] }] };
  const refused = { status: 422, body: { code: 'unknown-column', place: { step: 1 }, unknown: [{ name: 'towm', near: ['town'] }] } };
  expect(await preview(id, { recipe: wrong })).toMatchObject(refused);
  expect(await platform.call('POST', `/v1/datasets/${id}/runs`, { body: { kinds: ['cleanse'], recipe: wrong } })).toMatchObject(refused);
  const made = {
    steps: [
      { step: 'renameColumns', names: { town: 'city' } },
      { step: 'trimWhitespace', columns: ['city'] },
    ],
  };
  expect((await platform.ended((await preview(id, { recipe: made })).body.id)).state).toBe('completed');
});

it('refuses what is no recipe, no sample, no dataset, and a repeat with other content', async () => {
  const id = await upload();
  const code = async (body: object) => {
    const answer = await preview(id, body);
    return [answer.status, answer.body.code];
  };
  expect(await code({ recipe: { steps: [{ step: 'tidyUp' }] } })).toEqual([422, 'unknown-step']);
  expect(await code({ recipe: { steps: [{ step: 'trimWhitespace', columns: [] }] } })).toEqual([422, 'invalid-recipe']);
  expect(await code({})).toEqual([422, 'invalid-recipe']);
  expect(await code({ recipe: { steps }, sample: 0 })).toEqual([400, 'validation-failed']);
  expect(await code({ recipe: { steps }, limit: 3 })).toEqual([400, 'validation-failed']);
  expect((await preview('00000000-0000-4000-8000-000000000000', { recipe: { steps } })).status).toBe(404);
  const key = { 'idempotency-key': 'once' };
  const [first, again] = [await preview(id, { recipe: { steps } }, key), await preview(id, { recipe: { steps } }, key)];
  expect(again.body.id).toBe(first.body.id);
  expect((await preview(id, { recipe: 'suggested' }, key)).body.code).toBe('idempotency-conflict');
});

it('lets a recipe select columns, previews what it does then, and says in the manifest which they were', async () => {
  const id = await upload();
  const columns = { matching: '^(town|amount)$', kinds: ['category'] };
  const recipe = { steps: [{ step: 'trimWhitespace', columns }, { step: 'normaliseNulls', columns: { except: ['id'] } }] }; // prettier-ignore
  const seen = await platform.ended((await preview(id, { recipe, sample: 'whole' })).body.id);
  expect(seen).toMatchObject({ state: 'completed', summary: { changedCells: 900, broken: 0 } });
  for (const lane of ['memory', 'outOfCore']) {
    const started = await platform.call('POST', `/v1/datasets/${id}/runs`, { body: { kinds: ['cleanse'], recipe, cleanse: { lane } } });
    const run = await platform.ended(started.body.id);
    expect(run).toMatchObject({ state: 'completed', summary: { changes: 900 } });
    const { body: manifest } = await platform.call('GET', `/v1/runs/${run.id}/manifest`);
    expect(manifest).toMatchObject({ recipe, selected: [{ step: 0, columns: ['town'] }, { step: 1, columns: ['town', 'amount'] }] }); // prettier-ignore
  }
  const run = (wrong: object) => platform.call('POST', `/v1/datasets/${id}/runs`, { body: { kinds: ['cleanse'], recipe: { steps: [{ step: 'trimWhitespace', columns: wrong }] } } }); // prettier-ignore
  expect(await run({ matching: '^t', except: ['twon'] })).toMatchObject({ status: 422, body: { code: 'unknown-column', place: { step: 0 } } }); // prettier-ignore
  expect((await run({ matching: '(?=t)' })).status).toBeGreaterThanOrEqual(400);
});
