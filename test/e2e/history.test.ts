import { startPlatform, type Platform } from '../support/platform';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform(['api', 'data-worker']);
}, 60_000);
afterAll(() => platform.stop());

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
