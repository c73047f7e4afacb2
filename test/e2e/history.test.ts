import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { usePlatform } from '../support/platform';

const platform = usePlatform(['api', 'data-worker'], { WEBHOOK_ALLOW_PRIVATE: '1' });

const upload = async (path: string, body: string) =>
  (await platform.call('POST', path, { body, headers: { 'content-type': 'text/csv' } })).body;
const get = (path: string) => platform.call('GET', path);

it('keeps every metric of every version, and pages through them by metric and column', async () => {
  const first = await upload('/v1/datasets?run=profile', 'a,b\n1,x\n2,\n');
  await platform.ended(first.run.id);
  const second = await upload(`/v1/datasets/${first.id}/versions?run=profile`, 'b,a\nx,1\ny,2\nz,6\n');
  await platform.ended(second.run.id);
  const path = `/v1/datasets/${first.id}/metrics`;
  expect((await get(`${path}?metric=rows`)).body.items).toEqual([
    { version: 2, versionId: second.versionId, runId: second.run.id, column: null, metric: 'rows', value: 3, at: expect.any(String) },
    { version: 1, versionId: first.versionId, runId: first.run.id, column: null, metric: 'rows', value: 2, at: expect.any(String) },
  ]);
  // A column is followed by its name, wherever it stands.
  expect((await get(`${path}?metric=mean&column=a`)).body.items).toMatchObject([
    { version: 2, column: { position: 1 }, value: 3 },
    { version: 1, column: { position: 0 }, value: 1.5 },
  ]);
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { body: { items: { version: number; column: { name: string } | null; metric: string }[]; nextCursor: string | null } } =
      await get(`${path}?limit=7${cursor && `&cursor=${cursor}`}`);
    seen.push(...page.body.items.map(({ version, column, metric }) => `${version} ${column?.name ?? ''} ${metric}`));
    cursor = page.body.nextCursor;
  }
  expect(new Set(seen).size).toBe(seen.length);
  const { metrics, columns } = (await get(`/v1/runs/${second.run.id}/profile`)).body as {
    metrics: object;
    columns: { metrics: object }[];
  };
  const ofSecond = seen.filter((line) => line.startsWith('2 ')).length;
  expect(ofSecond).toBe([{ metrics }, ...columns].reduce((sum, part) => sum + Object.keys(part.metrics).length, columns.length));
  expect((await get(`${path}?cursor=nonsense`)).body.code).toBe('validation-failed');
});

/** A day's file: about 200 rows, one amount in fifty absent. */
const daily = (day: number, { rows = 200 + ((day * 7) % 5), absentEvery = 50 } = {}): string =>
  `id,region,amount\n${Array.from(
    { length: rows },
    (_, row) => `${day * 1000 + row},${['north', 'south', 'east'][row % 3]},${row % absentEvery === 0 ? '' : 20 + ((row * 37 + day) % 60)}`,
  ).join('\n')}\n`;

it('says of a ninth version that it has half the rows and a third of a column absent, in its findings and to the webhook', async () => {
  const bodies: { runId: string; unusual: { rule: string; column: string | null }[]; summary: Record<string, number> }[] = [];
  const receiver = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      bodies.push(JSON.parse(text));
      response.writeHead(200).end();
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  await platform.call('POST', '/v1/webhooks', { body: { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/` } });

  const first = await upload('/v1/datasets?run=profile&name=sales', daily(1));
  await platform.ended(first.run.id);
  const add = async (body: string) => platform.ended((await upload(`/v1/datasets/${first.id}/versions?run=profile`, body)).run.id);
  for (let day = 2; day <= 8; day += 1) expect((await add(daily(day))).summary.unusual).toBe(0);
  const ninth = await add(daily(9, { rows: 100, absentEvery: 3 }));
  const found = (await get(`/v1/runs/${ninth.id}/findings`)).body.items.filter(({ rule }: { rule: string }) => rule.startsWith('unusual'));
  expect(found).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ rule: 'unusualRows', column: null, measured: 100, severity: 'warning' }),
      expect.objectContaining({ rule: 'unusualNullShare', column: 'amount', measured: 0.34 }),
    ]),
  );
  expect(found.find(({ rule }: { rule: string }) => rule === 'unusualRows')).toMatchObject({
    message: expect.stringMatching(/^The number of rows is 100; by the last 8 versions, 1\d\d.* to 2\d\d.* is usual, around 20\d.*\.$/),
    advice: expect.any(String),
  });
  expect(ninth.summary.unusual).toBe(found.length);
  expect((await get(`/v1/runs/${ninth.id}/report`)).body).toContain('The number of rows is 100');

  for (let tries = 0; tries < 900 && !bodies.some(({ runId }) => runId === ninth.id); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  receiver.close();
  const told = bodies.find(({ runId }) => runId === ninth.id);
  expect(told?.unusual.map(({ rule, column }) => [rule, column])).toEqual(
    expect.arrayContaining([
      ['unusualRows', null],
      ['unusualNullShare', 'amount'],
    ]),
  );
  expect(told?.summary['unusual']).toBe(found.length);
  expect(bodies.find(({ runId }) => runId === first.run.id)).toMatchObject({ unusual: [], summary: { unusual: 0 } });
  // An ordinary tenth: the odd one among the nine does not make it odd too.
  expect((await add(daily(10))).summary.unusual).toBe(0);
});
