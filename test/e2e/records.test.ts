import { usePlatform } from '../support/platform';

const platform = usePlatform(['api', 'data-worker']);

let state = 7;
const below = (count: number) => (state = (state * 48_271) % 2_147_483_647) % count;
const word = () => Array.from({ length: 3 }, () => 'bdfgklmnprst'.charAt(below(12)) + 'aeiou'.charAt(below(5))).join('');
const [given, family, streets] = [40, 200, 150].map((count) => Array.from({ length: count }, word));
const pick = (list: string[] | undefined) => list?.[below(list.length)] ?? '';
const persons = Array.from({ length: 400 }, () => [
  pick(given),
  pick(family),
  `${1 + below(90)} ${pick(streets)} street`,
  `19${10 + below(80)}-0${1 + below(9)}-1${below(10)}`,
]);
const told = persons.slice(0, 10).map(([first = '', ...others]) => [`${first.slice(0, 2)}${first.slice(3)}`, ...others]);
const table = `id,given,family,address,born\n${[...persons, ...told].map((cells, row) => [`r${row}`, ...cells].join(',')).join('\n')}\n`;

const upload = async (): Promise<string> =>
  (await platform.call('POST', '/v1/datasets', { body: table, headers: { 'content-type': 'text/csv' } })).body.id;
const match = (id: string, body: object) => platform.call('POST', `/v1/datasets/${id}/records:match`, { body });

it('finds the rows that tell of the same person, with the reasons, and changes nothing', async () => {
  const started = await match(await upload(), { match: { ignore: ['id'] } });
  expect([started.status, started.body.kinds]).toEqual([202, ['match']]);
  const run = await platform.ended(started.body.id);
  expect(run).toMatchObject({ state: 'completed', summary: { rows: 410, clusters: 10, duplicates: 10 } });
  const first = (await platform.call('GET', `/v1/runs/${run.id}/clusters?limit=6`)).body;
  const rest = (await platform.call('GET', `/v1/runs/${run.id}/clusters?limit=6&cursor=${first.nextCursor}`)).body;
  const clusters = [...first.items, ...rest.items] as { rows: number[]; confidence: number }[];
  expect(clusters.map(({ rows }) => rows)).toEqual(told.map((_, at) => [at, 400 + at]));
  expect(Math.min(...clusters.map(({ confidence }) => confidence))).toBeGreaterThanOrEqual(0.95);
  const { items } = (await platform.call('GET', `/v1/runs/${run.id}/pairs?are=same`)).body;
  expect(items).toHaveLength(10);
  expect(items[0].evidence.map(({ column }: { column: string }) => column).sort()).toEqual(['address', 'born', 'family', 'given']);
});

it('leaves what is not sure to people, with the cells of both rows', async () => {
  const run = await platform.ended((await match(await upload(), { match: { ignore: ['id'], threshold: 1 } })).body.id);
  expect(run.summary).toMatchObject({ clusters: 0, toReview: 10 });
  const { items, nextCursor } = (await platform.call('GET', `/v1/runs/${run.id}/pairs`)).body;
  expect([items.length, nextCursor]).toEqual([10, null]);
  for (const { rows, cells, probability } of items as {
    rows: [number, number];
    cells: [Record<string, string>, Record<string, string>];
    probability: number;
  }[]) {
    expect(rows[1]).toBe(rows[0] + 400);
    expect(probability).toBeLessThan(1);
    expect([cells[0]['born'], cells[0]['address']]).toEqual([cells[1]['born'], cells[1]['address']]);
  }
});

it('refuses what it does not know', async () => {
  const id = await upload();
  const code = async (body: object) => (await match(id, body)).body.code;
  expect(await code({ match: { review: 0.99 } })).toBe('validation-failed');
  expect(await code({ match: { comparators: { given: 'telepathy' } } })).toBe('validation-failed');
  expect(await code({ threshold: 0.9 })).toBe('validation-failed');
  // Which columns there are is known once a run has read the table.
  const absent = await platform.ended((await match(id, { match: { columns: ['surname'] } })).body.id);
  expect(absent).toMatchObject({ state: 'failed', failure: { code: 'unknown-column', place: { column: 'surname' } } });
  expect((await platform.call('GET', `/v1/runs/${absent.id}/clusters`)).status).toBe(404);
  await platform.ended((await match(id, {})).body.id);
  for (const slip of [{ columns: ['famly'] }, { ignore: ['famly'] }, { comparators: { famly: 'names' } }, { identifiedBy: ['famly'] }])
    expect(await match(id, { match: slip })).toMatchObject({
      status: 422,
      body: { code: 'unknown-column', unknown: [{ name: 'famly', near: ['family'] }] },
    });
  expect((await match('00000000-0000-4000-8000-000000000000', {})).status).toBe(404);
});

describe('what people decide', () => {
  const decide = (run: string, decisions: object[], person?: string) =>
    platform.call('POST', `/v1/runs/${run}/pairs:decide`, { body: { decisions, ...(person && { person }) } });
  const clustersOf = async (run: string) =>
    (await platform.call('GET', `/v1/runs/${run}/clusters?limit=1000`)).body.items.map(({ rows }: { rows: number[] }) => rows);

  it('is kept, listed, and obeyed by later matches, also of a version in another order', async () => {
    const id = await upload();
    const options = { match: { ignore: ['id'] } };
    const first = await platform.ended((await match(id, options)).body.id);
    const answer = await decide(first.id, [{ rows: [400, 0], decision: 'different' }, { rows: [20, 30], decision: 'same' }], 'Ada'); // prettier-ignore
    expect([answer.status, answer.body.items.length]).toEqual([200, 2]);
    expect((await decide(first.id, [{ rows: [0, 400], decision: 'different' }], 'Bob')).body.items).toMatchObject([
      { runId: first.id, rows: [0, 400], decision: 'different', decidedBy: { person: 'Ada' } },
    ]);
    const page = (await platform.call('GET', `/v1/datasets/${id}/records/decisions?limit=1`)).body;
    const rest = (await platform.call('GET', `/v1/datasets/${id}/records/decisions?limit=1&cursor=${page.nextCursor}`)).body;
    expect([...page.items, ...rest.items].map(({ rows }) => rows).sort()).toEqual([[0, 400], [20, 30]]); // prettier-ignore
    expect(rest.nextCursor).toBeNull();
    const { items } = (await platform.call('GET', `/v1/runs/${first.id}/pairs?are=same&limit=1000`)).body;
    const told = items.filter(({ decision }: { decision?: object }) => decision !== undefined);
    expect(told).toMatchObject([{ rows: [0, 400], decision: { decision: 'different' } }]);

    const again = await platform.ended((await match(id, options)).body.id);
    expect(again.summary).toMatchObject({ decisionsMet: 2, decisionsUnmet: 0, clusters: 10 });
    expect(await clustersOf(again.id)).toEqual([...Array.from({ length: 9 }, (_, at) => [at + 1, at + 401]), [20, 30]]);
    const [head, ...lines] = table.trimEnd().split('\n');
    const turned = [head, ...lines.toReversed().filter((line) => !line.startsWith('r20,'))].join('\n');
    await platform.ended(
      (await platform.call('POST', `/v1/datasets/${id}/versions?run=profile`, { body: turned, headers: { 'content-type': 'text/csv' } }))
        .body.run.id,
    );
    const later = await platform.ended((await match(id, options)).body.id);
    expect(later.summary).toMatchObject({ decisionsMet: 1, decisionsUnmet: 1, clusters: 9 });
    expect((await clustersOf(later.id)).flat()).not.toContain(408);
  });

  it('is obeyed by steps of a cleansing that match, and stands in its manifest', async () => {
    const id = await upload();
    const first = await platform.ended((await match(id, { match: { ignore: ['id'] } })).body.id);
    await decide(first.id, [{ rows: [0, 400], decision: 'different' }, { rows: [20, 30], decision: 'same' }]); // prettier-ignore
    const steps = [
      { step: 'changeCase', columns: ['family'], to: 'upper' },
      { step: 'matchRecords', columns: ['given', 'family', 'address', 'born'], into: ['person'] },
    ];
    const body = { kinds: ['cleanse'], recipe: { steps, limits: { changedShare: 1 } } };
    const run = await platform.ended((await platform.call('POST', `/v1/datasets/${id}/runs`, { body })).body.id);
    expect(run).toMatchObject({ state: 'completed', summary: { rowsIn: 410, rowsOut: 410 } });
    const { items } = (await platform.call('GET', `/v1/runs/${run.id}/artefacts`)).body;
    const { id: artefact } = items.find(({ kind }: { kind: string }) => kind === 'cleansed');
    const headers = { authorization: `Bearer ${platform.key}` };
    const answer = await fetch(`${platform.url}/v1/runs/${run.id}/artefacts/${artefact}/content`, { headers });
    const persons = (await answer.text()).trim().split('\n').slice(1).map((line) => line.split(',').at(-1)); // prettier-ignore
    expect([persons[0], persons[400]]).toEqual(['', '']);
    expect(persons[20]).toMatch(/^\d+$/);
    expect(persons[30]).toBe(persons[20]);
    expect(new Set(persons.filter((one) => one !== '')).size).toBe(10);
    const manifest = (await platform.call('GET', `/v1/runs/${run.id}/manifest`)).body;
    expect(manifest.recipe.steps[1].decided[0].pairs).toHaveLength(2);
  });

  it('that contradicts itself is a finding, and keeps the rows apart', async () => {
    const id = await upload();
    const run = await platform.ended((await match(id, { match: { ignore: ['id'] } })).body.id);
    expect((await platform.call('GET', `/v1/runs/${run.id}/findings`)).body.items).toEqual([]);
    await decide(run.id, [{ rows: [20, 30], decision: 'same' }, { rows: [30, 40], decision: 'same' }, { rows: [20, 40], decision: 'different' }]); // prettier-ignore
    const again = await platform.ended((await match(id, { match: { ignore: ['id'] } })).body.id);
    expect((await platform.call('GET', `/v1/runs/${again.id}/findings`)).body.items).toMatchObject([
      { rule: 'conflictingDecisions', severity: 'warning', count: 1, exampleRows: expect.arrayContaining([20, 30, 40]) as number[] },
    ]);
    const joined = (await clustersOf(again.id)).filter((rows: number[]) => rows.some((row) => [20, 30, 40].includes(row)));
    expect(joined).toHaveLength(1);
    expect(joined[0]).toHaveLength(2);
  });

  it('is refused where it makes no sense', async () => {
    const run = await platform.ended((await match(await upload(), {})).body.id);
    const code = async (...decisions: object[]) => {
      const { status, body } = await decide(run.id, decisions);
      return [status, body.code];
    };
    expect(await code({ rows: [3, 3], decision: 'same' })).toEqual([400, 'validation-failed']);
    expect(await code({ rows: [3, 410], decision: 'same' })).toEqual([400, 'validation-failed']);
    expect(await code({ rows: [3, 4], decision: 'perhaps' })).toEqual([400, 'validation-failed']);
    expect(await code({ rows: [3, 4], decision: 'same' }, { rows: [4, 3], decision: 'different' })).toEqual([400, 'validation-failed']);
    expect(await code()).toEqual([400, 'validation-failed']);
  });
});

describe('golden records', () => {
  const merge = (run: string, body: object, headers = {}) => platform.call('POST', `/v1/runs/${run}/records:merge`, { body, headers });

  it('are made of the groups of a match, with where each cell is from, as a list and as a table', async () => {
    const matched = await platform.ended((await match(await upload(), { match: { ignore: ['id'] } })).body.id);
    const key = { 'idempotency-key': 'merge-once' };
    const started = await merge(matched.id, { merge: { survivorship: { default: 'longest', columns: { id: 'max' } } } }, key);
    expect([started.status, started.body.kinds]).toEqual([202, ['merge']]);
    const again = await merge(matched.id, { merge: { survivorship: { default: 'longest', columns: { id: 'max' } } } }, key);
    expect(again.body.id).toBe(started.body.id);
    const run = await platform.ended(started.body.id);
    expect(run).toMatchObject({ state: 'completed', summary: { rowsIn: 410, rowsOut: 400, merged: 10, goldenRecords: 10, changes: 5 } });
    const first = (await platform.call('GET', `/v1/runs/${run.id}/golden-records?limit=6`)).body;
    const rest = (await platform.call('GET', `/v1/runs/${run.id}/golden-records?limit=6&cursor=${first.nextCursor}`)).body;
    expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([6, 4, null]);
    expect(first.items[0]).toMatchObject({
      rows: [0, 400],
      cells: { id: 'r400', given: persons[0]?.[0] },
      provenance: { id: { row: 400, rule: 'max' }, given: { row: 0, rule: 'longest', others: 1 }, born: { others: 0 } },
    });
    const { items } = (await platform.call('GET', `/v1/runs/${run.id}/artefacts`)).body;
    const golden = items.find(({ kind }: { kind: string }) => kind === 'golden');
    const { body } = await platform.call('GET', `/v1/runs/${run.id}/artefacts/${golden.id}/content`);
    expect(body.split('\n').slice(0, 2)).toEqual(['id,given,family,address,born', `r400,${persons[0]?.join(',')}`]);
    expect(body.trimEnd().split('\n')).toHaveLength(401);
  });

  it('are refused of what is no match, and by rules that cannot be', async () => {
    const matched = await platform.ended((await match(await upload(), { match: { ignore: ['id'] } })).body.id);
    const code = async (body: object) => (await merge(matched.id, body)).body.code;
    expect(await code({ merge: { survivorship: { default: 'mostRecent' } } })).toBe('validation-failed');
    expect(await code({ merge: { survivorship: { default: 'loudest' } } })).toBe('validation-failed');
    expect(await code({ rules: {} })).toBe('validation-failed');
    for (const slip of [{ recentBy: 'seen' }, { survivorship: { columns: { seen: 'max' } } }, { valid: { seen: 'a' } }])
      expect(await code({ merge: slip })).toBe('unknown-column');
    const profiled = await platform.call('POST', `/v1/datasets/${matched.datasetId}/runs`, { body: { kinds: ['profile'] } });
    expect((await merge((await platform.ended(profiled.body.id)).id, {})).status).toBe(404);
    expect((await platform.call('GET', `/v1/runs/${matched.id}/golden-records`)).status).toBe(404);
  });
});
