import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import pl from 'nodejs-polars';
import { workbookFile } from '../../libs/engine/src/ingest/testing/zip-file';
import { usePlatform, type Answer, type Body } from '../support/platform';

const platform = usePlatform(['api', 'data-worker']);

const upload = (content: string | Buffer, parameters: Record<string, string> = {}) =>
  platform.call('POST', `/v1/datasets?${new URLSearchParams({ run: 'profile', ...parameters }).toString()}`, {
    body: content as Body,
    headers: { 'content-type': 'application/octet-stream' },
  });
const profileOf = async ({ body, status }: Answer): Promise<Answer['body']> => {
  expect(status).toBe(202);
  expect(await platform.ended(body.run.id)).toMatchObject({ state: 'completed', failure: null });
  return (await platform.call('GET', `/v1/runs/${body.run.id}/profile`)).body;
};
const versionOf = async (id: string) => (await platform.call('GET', `/v1/datasets/${id}`)).body.latestVersion;

const row = (number: number, ...cells: string[]) =>
  `<row r="${number}">${cells.map((cell, at) => `<c r="${'AB'[at]}${number}" t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;
const sheet = (...rows: string[]) => `<sheetData>${rows.join('')}</sheetData>`;
const workbook = workbookFile({
  sheets: { First: sheet(row(1, 'a', 'b'), row(2, '1', 'x')), Second: sheet(row(1, 'code'), row(2, '01234'), row(3, '00007')) },
});
const parquet = () => pl.DataFrame({ a: ['1', '2'], b: ['x', null] }).writeParquet();
const csv = 'a,b\n1,x\n2,y\n';

describe('an upload of any format is told by its content and profiled', () => {
  it.each<[string, () => Buffer, string, string]>([
    ['CSV', () => Buffer.from(csv), 'csv', 'none'],
    ['CSV in UTF-16', () => Buffer.from(`\uFEFF${csv}`, 'utf16le'), 'csv', 'none'],
    ['CSV as gzip', () => gzipSync(csv), 'csv', 'gzip'],
    ['CSV as zstd', () => zstdCompressSync(csv), 'csv', 'zstd'],
    ['JSON lines', () => Buffer.from('{"a":1,"b":"x"}\n{"a":2,"b":"y"}\n'), 'ndjson', 'none'],
    ['JSON lines in UTF-16 as zstd', () => zstdCompressSync(Buffer.from('\uFEFF{"a":1,"b":"x"}\n', 'utf16le')), 'ndjson', 'zstd'],
    ['a JSON array', () => Buffer.from('[{"a":1,"b":"x"},\n{"a":2,"b":"y"}]'), 'json', 'none'],
    ['Parquet', parquet, 'parquet', 'none'],
    ['Parquet as gzip', () => gzipSync(parquet()), 'parquet', 'gzip'],
    ['a workbook', () => workbook, 'xlsx', 'none'],
    ['a workbook as zstd', () => zstdCompressSync(workbook), 'xlsx', 'zstd'],
  ])('%s', async (_, content, format, compression) => {
    const answer = await upload(content());
    expect(await profileOf(answer)).toMatchObject({ ingest: { format, compression }, columns: [{ name: 'a' }, { name: 'b' }] });
    expect(await versionOf(answer.body.id)).toMatchObject({ format, compression, columns: 2 });
  });
});

describe('what a caller says of an upload counts', () => {
  it.each<[string, string | Buffer, Record<string, string>, unknown]>([
    ['a sheet by its name', workbook, { sheet: 'Second' }, { ingest: { sheet: 'Second', rows: 2 }, columns: [{ name: 'code' }] }],
    ['a sheet by its number', workbook, { sheet: '2' }, { ingest: { sheet: 'Second' } }],
    ['no header', csv, { header: 'false' }, { ingest: { rows: 3, header: { told: true } }, columns: [{ name: 'column_1' }, {}] }],
    ['a delimiter', 'a,b;c\n1,2;3\n', { delimiter: ';' }, { columns: [{ name: 'a,b' }, { name: 'c' }] }],
    ['a tab', 'a,b\tc\n1,2\t3\n', { delimiter: 'tab' }, { columns: [{ name: 'a,b' }, { name: 'c' }] }],
    ['no quote', 'a,b\n"1,2\n', { quote: 'none' }, { ingest: { rows: 1, raggedRows: 0 } }],
    ['a quote', "a,b\n'1,2',3\n", { quote: "'" }, { ingest: { rows: 1, raggedRows: 0 } }],
    [
      'an encoding',
      Buffer.from('name\nJos\u00e9\nK\u00e4se\n', 'latin1'),
      { encoding: 'latin1' },
      {
        ingest: { dialect: { encoding: 'latin1' } },
        columns: [
          {
            top: [
              { value: 'José', count: 1 },
              { value: 'Käse', count: 1 },
            ],
          },
        ],
      },
    ],
    ['a format', '{"a":1}\n', { format: 'csv', header: 'false' }, { ingest: { format: 'csv', rows: 1 } }],
    [
      'texts that stand for no value',
      'n\n1\n-999\nunknown\nN/A\n',
      { nullTokens: '-999,Unknown' },
      { columns: [{ kind: 'text', metrics: { tokenNullCount: 2, nullCount: 2 } }] },
    ],
    [
      'all of it as one object, where a parameter of its own counts more',
      'a;b\n1;2\n',
      { readOptions: '{"delimiter":",","header":false}', delimiter: ';' },
      { ingest: { rows: 2 }, columns: [{}, {}] },
    ],
  ])('%s', async (_, content, parameters, expected) => {
    expect(await profileOf(await upload(content, parameters))).toMatchObject(expected as object);
  });

  it('as fields of a form that come before the file', async () => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ run: 'profile', delimiter: ';', header: 'false' })) body.set(name, value);
    body.set('file', new Blob(['1;2\n3;4\n']), 'numbers.csv');
    expect((await profileOf(await platform.call('POST', '/v1/datasets', { body }))).ingest).toMatchObject({ rows: 2, columns: [{}, {}] });
  });

  it.each([
    { delimiter: ',,' },
    { delimiter: '"' },
    { header: 'perhaps' },
    { encoding: 'ebcdic' },
    { format: 'pdf' },
    { readOptions: '{' },
    { readOptions: '{"colour":"red"}' },
  ])('%j is refused', async (parameters) => {
    expect(await upload(csv, parameters as unknown as Record<string, string>)).toMatchObject({
      status: 400,
      body: { code: 'validation-failed' },
    });
  });

  it('is described in the OpenAPI document', async () => {
    const { body } = await platform.call('GET', '/docs/json', { key: null });
    const { parameters, requestBody } = body.paths['/v1/datasets'].post;
    const names = parameters.filter((one: { in: string }) => one.in === 'query').map(({ name }: { name: string }) => name);
    const wanted = ['format', 'delimiter', 'quote', 'header', 'encoding', 'sheet', 'nullTokens', 'readOptions'];
    expect(names).toEqual(expect.arrayContaining(wanted));
    const form = requestBody.content['multipart/form-data'].schema;
    expect(Object.keys(form.properties)).toEqual(expect.arrayContaining([...wanted, 'file']));
    expect(form.required).toEqual(['file']);
  });
});

describe('what is no table', () => {
  const noise = () => randomBytes(4096);
  const page = '<!DOCTYPE html>\n<html><body>Please, sign in</body></html>\n';
  it.each<[string, () => string | Buffer]>([
    ['random bytes', noise],
    ['few random bytes', () => noise().subarray(0, 400)],
    ['an HTML page', () => page],
    ['an XML document', () => '<?xml version="1.0"?><a/>'],
  ])('is refused as it comes: %s', async (_, content) => {
    const answer = await upload(content());
    expect([answer.status, answer.body.code]).toEqual([415, 'unsupported-format']);
  });

  it.each<[string, () => Buffer]>([
    ['random bytes', () => gzipSync(noise())],
    ['an HTML page', () => zstdCompressSync(page)],
  ])('is refused by the run where an archive hides it: %s', async (_, content) => {
    const answer = await upload(content());
    expect(await platform.ended(answer.body.run.id)).toMatchObject({ state: 'failed', failure: { code: 'unsupported-format' } });
  });

  it('is taken at the word of who says that it is one', async () => {
    expect(await profileOf(await upload(page, { format: 'csv', header: 'false' }))).toMatchObject({ ingest: { format: 'csv' } });
  });

  it('is told apart from a text that is no UTF-8, whose profile says where', async () => {
    const { ingest } = await profileOf(await upload(Buffer.from('name,n\nCafé,1\nok,2\n', 'latin1')));
    expect(ingest.findings).toContainEqual(
      expect.objectContaining({ rule: 'notUtf8', severity: 'warning', count: 1, message: expect.stringContaining('byte 10 in line 2') }),
    );
  });
});

it('parses a version once: later runs need nothing but its working copy', async () => {
  const first = await upload('id,name\n1, Ann\n2,Bob\n3,x,y\n');
  const profile = await profileOf(first);
  const objects = join(platform.folder, 'objects');
  const [source, ...others] = readdirSync(objects, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith(`${first.body.versionId}/source`),
  );
  expect(others).toEqual([]);
  rmSync(join(objects, source!));
  for (const kinds of [['profile'], ['cleanse']]) {
    const again = await platform.call('POST', `/v1/datasets/${first.body.id}/runs`, { body: { kinds } });
    const run = await platform.ended(again.body.id);
    expect(run).toMatchObject({ state: 'completed', summary: kinds[0] === 'profile' ? { rows: 2 } : { rowsIn: 2 } });
    // What was kept aside then is still to be had.
    expect((await platform.call('GET', `/v1/runs/${run.id}/rows-aside`)).body.items).toHaveLength(1);
    if (kinds[0] === 'profile') expect((await platform.call('GET', `/v1/runs/${run.id}/profile`)).body.columns).toEqual(profile.columns);
  }
});

describe('rows that do not fit', () => {
  const odd = Array.from({ length: 7 }, (_, at) => `${at},x,y`);
  const content = `a,b\n1,2\n${odd.join('\n')}\n2,"y\n3,\0\n`;

  it('are counted, paged through, and downloaded whole', async () => {
    const answer = await upload(content);
    const { ingest } = await profileOf(answer);
    expect(ingest).toMatchObject({ rows: 1, raggedRows: 9 });
    const run = (await platform.call('GET', `/v1/runs/${answer.body.run.id}`)).body;
    expect(run.summary.raggedRows).toBe(9);
    const seen: { line: number; reason: string; cells?: string[]; text?: string }[] = [];
    for (let cursor: string | null = '0'; cursor !== null;) {
      const page: Answer = await platform.call('GET', `/v1/runs/${run.id}/rows-aside?limit=4&cursor=${cursor}`);
      seen.push(...page.body.items);
      cursor = page.body.nextCursor;
    }
    expect(seen).toEqual([
      ...odd.map((text, at) => ({ line: at + 3, reason: 'raggedRows', cells: text.split(',') })),
      { line: 10, reason: 'brokenQuotes', text: '2,"y' },
      { line: 11, reason: 'nulBytes', text: '3,\0' },
    ]);
    const { items } = (await platform.call('GET', `/v1/runs/${run.id}/artefacts`)).body;
    const { id } = items.find(({ kind }: { kind: string }) => kind === 'ragged');
    const answered = await fetch(`${platform.url}/v1/runs/${run.id}/artefacts/${id}/content`, {
      headers: { authorization: `Bearer ${platform.key}` },
    });
    const whole = await answered.text();
    expect(
      whole
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(seen);
  });

  it('are none where all fit', async () => {
    const { body } = await upload(csv);
    await platform.ended(body.run.id);
    expect((await platform.call('GET', `/v1/runs/${body.run.id}/rows-aside`)).body).toEqual({ items: [], nextCursor: null });
  });
});
