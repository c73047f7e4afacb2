import { usePlatform } from '../support/platform';

const platform = usePlatform(['api', 'data-worker']);

const csv = { 'content-type': 'text/csv' };
const table = 'name;amount\r\n Bonn ;1\r\n=1+1;2\r\n=1+1;2\r\nUlm;N/A\r\n';
const upload = async (content = table): Promise<string> =>
  (await platform.call('POST', '/v1/datasets', { body: content, headers: csv })).body.id;
const cleanse = async (id: string, body: object) =>
  platform.ended((await platform.call('POST', `/v1/datasets/${id}/runs`, { body: { kinds: ['cleanse'], ...body } })).body.id);
const bytesOf = async (runId: string, wanted: string): Promise<Buffer> => {
  const { items } = (await platform.call('GET', `/v1/runs/${runId}/artefacts`)).body;
  const { id } = items.find(({ kind }: { kind: string }) => kind === wanted);
  const headers = { authorization: `Bearer ${platform.key}` };
  return Buffer.from(await (await fetch(`${platform.url}/v1/runs/${runId}/artefacts/${id}/content`, { headers })).arrayBuffer());
};

it('writes the cleansed table in its own form, and in another one that no spreadsheet runs', async () => {
  const id = await upload();
  const run = await cleanse(id, { output: { format: 'csv' } });
  expect(run).toMatchObject({ state: 'completed', summary: { rowsOut: 3, changes: 2 } });
  expect((await bytesOf(run.id, 'cleansed')).toString()).toBe('name;amount\r\nBonn;1\r\n=1+1;2\r\nUlm;\r\n');
  expect((await bytesOf(run.id, 'export')).toString()).toBe("name,amount\nBonn,1\n'=1+1,2\nUlm,\n");
  for (const [format, magic] of [
    ['xlsx', 'PK'],
    ['parquet', 'PAR1'],
    ['ndjson', '{"name":"Bonn","amount":1}\n'],
  ] as const)
    // prettier-ignore
    expect((await bytesOf((await cleanse(id, { output: { format } })).id, 'export')).toString('latin1').startsWith(magic)).toBe(true);
});

it('makes the same bytes again by the manifest of a run, and fails for other input', async () => {
  const id = await upload();
  const first = await cleanse(id, { recipe: 'suggested', output: { format: 'xlsx' } });
  const { body: manifest } = await platform.call('GET', `/v1/runs/${first.id}/manifest`);
  expect(manifest).toMatchObject({ schema: 'millrace.manifest/1', exported: { as: { format: 'xlsx' } } });
  const again = await cleanse(id, { recipe: manifest });
  expect(again.state).toBe('completed');
  for (const kind of ['cleansed', 'export']) expect(await bytesOf(again.id, kind)).toEqual(await bytesOf(first.id, kind));
  expect((await platform.call('GET', `/v1/runs/${again.id}/manifest`)).body).toEqual(manifest);
  const other = await cleanse(await upload(`${table}Hof;9\r\n`), { recipe: manifest });
  expect(other).toMatchObject({ state: 'failed', failure: { code: 'manifest-not-met', advice: expect.any(String) } });
});

it('refuses forms that it does not know, and forms without a cleansing', async () => {
  const id = await upload();
  const code = async (body: object) => {
    const answer = await platform.call('POST', `/v1/datasets/${id}/runs`, { body });
    return [answer.status, answer.body.code];
  };
  expect(await code({ kinds: ['cleanse'], output: { format: 'doc' } })).toEqual([400, 'validation-failed']);
  expect(await code({ kinds: ['cleanse'], output: { format: 'csv', delimiter: '"' } })).toEqual([400, 'validation-failed']);
  expect(await code({ kinds: ['profile'], output: { format: 'xlsx' } })).toEqual([400, 'validation-failed']);
  expect(await code({ kinds: ['cleanse'], recipe: { schema: 'millrace.manifest/1' } })).toEqual([422, 'invalid-recipe']);
});
