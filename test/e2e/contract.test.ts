import { parse } from 'yaml';
import { usePlatform } from '../support/platform';

const platform = usePlatform(['api', 'data-worker']);

const csv = { 'content-type': 'text/csv' };
const orders = (state: (row: number) => string) =>
  `id,state,amount\n${Array.from({ length: 60 }, (_, row) => `${row + 1},${state(row)},${row * 1.5}`).join('\n')}\n`;
const good = orders((row) => ['new', 'paid', 'sent'][row % 3]!);
const bad = orders((row) => (row % 10 === 4 ? 'lost' : ['new', 'paid', 'sent'][row % 3]!));
const upload = async (path: string, body: string) => (await platform.call('POST', path, { body, headers: csv })).body;

it('suggests rules, takes them as a contract, and holds the next version to it', async () => {
  const { id, run: first } = await upload('/v1/datasets?name=orders&run=profile', good);
  expect(await platform.ended(first.id)).toMatchObject({ state: 'completed', contract: null });
  const profile = (await platform.call('GET', `/v1/runs/${first.id}/profile`)).body;
  expect(profile).toMatchObject({ quality: { dimensions: { validity: { score: null }, completeness: { score: 100 } } } });
  const rules = profile.suggestedRules.map(({ rule }: { rule: object }) => ({ rule }));
  const inSet = rules.findIndex(({ rule }: { rule: { kind: string } }) => rule.kind === 'inSet');
  expect(rules[inSet].rule).toEqual({ kind: 'inSet', column: 'state', values: ['new', 'paid', 'sent'] });

  expect((await platform.call('GET', `/v1/datasets/${id}/contract`)).status).toBe(404);
  const accepted = await platform.call('POST', `/v1/datasets/${id}/contract`, { body: { rules } });
  expect([accepted.status, accepted.body.number]).toEqual([201, 1]);

  const { run: second } = await upload(`/v1/datasets/${id}/versions?run=profile`, bad);
  const run = await platform.ended(second.id);
  expect(run).toMatchObject({
    state: 'completed',
    contract: 'failed',
    summary: { contractRules: rules.length, contractFailed: 1, contractWarned: 0, failingRows: 6 },
  });
  const { body: failing } = await platform.call('GET', `/v1/runs/${run.id}/failing-rows?limit=4`);
  expect(failing.items).toEqual([4, 14, 24, 34].map((row) => ({ row, rule: inSet, kind: 'inSet', columns: ['state'], values: ['lost'] })));
  const rest = (await platform.call('GET', `/v1/runs/${run.id}/failing-rows?cursor=${failing.nextCursor}`)).body;
  expect([rest.items.map(({ row }: { row: number }) => row), rest.nextCursor]).toEqual([[44, 54], null]);
  expect((await platform.call('GET', `/v1/runs/${run.id}/profile`)).body).toMatchObject({ contract: { state: 'failed', failingRows: 6 } });
  const { items: findings } = (await platform.call('GET', `/v1/runs/${run.id}/findings`)).body;
  expect(findings.find(({ rule }: { rule: string }) => rule === 'contract')).toMatchObject({
    severity: 'error',
    column: 'state',
    count: 6,
  });

  // A share that may break it, and a warning: the newest contract counts.
  await platform.call('POST', `/v1/datasets/${id}/contract`, { body: { rules: [{ ...rules[inSet], severity: 'warn' }] } });
  const again = await platform.call('POST', `/v1/datasets/${id}/runs`, { body: { kinds: ['profile'] } });
  expect(await platform.ended(again.body.id)).toMatchObject({ state: 'completed', contract: 'warned' });
  await platform.call('POST', `/v1/datasets/${id}/contract`, { body: { rules: [{ ...rules[inSet], mostly: 0.9 }] } });
  const third = await platform.call('POST', `/v1/datasets/${id}/runs`, { body: { kinds: ['profile'] } });
  expect(await platform.ended(third.body.id)).toMatchObject({ state: 'completed', contract: 'passed' });
});

it('gives a contract away in other formats and takes it back', async () => {
  const { id } = await upload('/v1/datasets?name=people', 'a,b\n1,2\n');
  const rules = [
    { rule: { kind: 'notNull', column: 'a' }, severity: 'fail', mostly: 1 },
    { rule: { kind: 'range', column: 'b', min: 0 }, severity: 'warn', mostly: 0.9 },
    { rule: { kind: 'fresh', column: 'b', maxAgeDays: 3 }, severity: 'fail', mostly: 1 },
  ];
  await platform.call('POST', `/v1/datasets/${id}/contract`, { body: { rules } });
  const text = await platform.call('GET', `/v1/datasets/${id}/contract/export?format=dbt&as=yaml`);
  expect(parse(String(text.body))).toMatchObject({ version: 2, models: [{ name: 'people' }] });
  const back = await platform.call('POST', `/v1/datasets/${id}/contract`, { body: { format: 'dbt', document: String(text.body) } });
  expect([back.status, back.body.number, back.body.rules]).toEqual([201, 2, rules]);
  for (const format of ['json-schema', 'table-schema', 'great-expectations']) {
    const document = (await platform.call('GET', `/v1/datasets/${id}/contract/export?format=${format}`)).body;
    const { body } = await platform.call('POST', `/v1/datasets/${id}/contract`, { body: { format, document } });
    expect([format, body.rules?.length]).toEqual([format, 3]);
  }
});

it('refuses what is no contract, with what is wrong', async () => {
  const { id } = await upload('/v1/datasets?name=wrong', 'a\n1\n');
  for (const body of [
    { rules: [{ rule: { kind: 'pattern', column: 'a', pattern: '(' } }] },
    { rules: [{ rule: { kind: 'range', column: 'a' } }] },
    { rules: [{ rule: { kind: 'unheard' } }] },
    { format: 'dbt', document: '{' },
    { format: 'dbt', document: { models: [] } },
  ]) {
    const answer = await platform.call('POST', `/v1/datasets/${id}/contract`, { body });
    expect([answer.status, answer.body.code]).toEqual([400, 'validation-failed']);
  }
});

it('takes thresholds and how much is done about relations, and refuses rules that there are not', async () => {
  const { id } = await upload('/v1/datasets?name=thresholds', 'a,b\n1,\n2,3\n3,4\n4,5\n5,6\n6,7\n7,8\n8,9\n9,10\n10,11\n');
  const run = async (profile: object) => platform.call('POST', `/v1/datasets/${id}/runs`, { body: { kinds: ['profile'], profile } });
  const wanted = await run({ thresholds: { highNullShare: 0.05 }, relations: 'none' });
  await platform.ended(wanted.body.id);
  const { body } = await platform.call('GET', `/v1/runs/${wanted.body.id}/profile`);
  expect(body.findings).toContainEqual(expect.objectContaining({ rule: 'highNullShare', threshold: 0.05 }));
  expect(body).not.toHaveProperty('relations');
  expect((await run({ thresholds: { unheardOf: 1 } })).body.code).toBe('validation-failed');
});

it('sets rows aside that break the contract of then, by either lane, and makes the same again once it is another', async () => {
  const { id } = await upload('/v1/datasets?name=aside', bad);
  const recipe = { steps: [{ step: 'quarantineRows', contract: true }] };
  const run = (wanted: object, lane = 'memory') =>
    platform.call('POST', `/v1/datasets/${id}/runs`, { body: { kinds: ['cleanse'], recipe: wanted, cleanse: { lane } } });
  expect(await run(recipe)).toMatchObject({ status: 422, body: { code: 'invalid-recipe', place: { step: 0, field: 'contract' } } });

  const listed = { kind: 'inSet', column: 'state', values: ['new', 'paid', 'sent'] };
  const rules = [
    { rule: listed },
    { rule: { kind: 'unique', column: 'state' }, severity: 'warn' },
    { rule: { kind: 'key', columns: ['id'] } },
  ];
  const accept = (some: object[]) => platform.call('POST', `/v1/datasets/${id}/contract`, { body: { rules: some } });
  await accept(rules);
  const done = await platform.ended((await run(recipe)).body.id);
  expect(done).toMatchObject({ state: 'completed', summary: { rowsIn: 60, rowsOut: 54, quarantined: 6, changes: 0 } });
  expect((await platform.ended((await run(recipe, 'outOfCore')).body.id)).summary).toEqual(done.summary);
  const { body: manifest } = await platform.call('GET', `/v1/runs/${done.id}/manifest`);
  expect(manifest.recipe.steps).toEqual([{ step: 'quarantineRows', rules: [listed, { kind: 'key', columns: ['id'] }] }]);
  const preview = await platform.call('POST', `/v1/datasets/${id}/recipes:preview`, { body: { recipe, sample: 'whole' } });
  expect((await platform.ended(preview.body.id)).summary).toMatchObject({ removedRows: 6 });

  await accept([{ rule: { kind: 'range', column: 'amount', max: 0 } }]);
  expect((await platform.ended((await run(manifest)).body.id)).summary).toEqual(done.summary);
  expect((await platform.ended((await run(recipe)).body.id)).summary).toMatchObject({ quarantined: 59 });
  await accept([{ rule: { kind: 'fresh', column: 'amount', maxAgeDays: 1 } }]);
  expect(await run(recipe)).toMatchObject({ status: 422, body: { code: 'invalid-recipe', detail: expect.stringContaining('"fresh"') } });
});
