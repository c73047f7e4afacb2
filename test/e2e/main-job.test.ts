import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { usePlatform, type Body } from '../support/platform';

const csv = 'id,name,amount\n1, Ann,10.5\n2,N/A,20\n2,N/A,20\n3,Bob,x\n';
const platform = usePlatform(['api', 'data-worker', 'agent-worker'], { WEBHOOK_ALLOW_PRIVATE: '1', UPLOAD_STALL_SECONDS: '2' });

const upload = (content: Body, query = '', headers: Record<string, string> = {}) =>
  platform.call('POST', `/v1/datasets${query}`, { body: content, headers: { 'content-type': 'text/csv', ...headers } });
const form = (content: string, fields: Record<string, string> = {}) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  body.set('file', new Blob([content]), 'people.csv');
  return body;
};

describe('the main job', () => {
  it('profiles, cleanses and explains an upload, and serves every result', async () => {
    const { status, headers, body } = await platform.call('POST', '/v1/datasets', {
      body: form(csv, { run: 'profile,cleanse,explain', name: 'people' }),
    });
    expect([status, headers.get('location'), body.name]).toEqual([202, `/v1/runs/${body.run.id}`, 'people']);
    const run = await platform.ended(body.run.id);
    expect(run).toMatchObject({
      state: 'completed',
      progress: 1,
      failure: null,
      summary: { rows: 4, columns: 3, changes: 3, quarantined: 1, rowsOut: 3 },
    });
    const get = async (what: string) => (await platform.call('GET', `/v1/runs/${run.id}/${what}`)).body;
    expect(await get('profile')).toMatchObject({
      schema: 'millrace.profile/1',
      columns: [{ name: 'id', kind: 'integer' }, { name: 'name' }, { name: 'amount', kind: 'text', evidence: { misfitRows: [3] } }],
    });
    expect((await get('findings')).items.map(({ rule }: { rule: string }) => rule)).toContain('duplicateRows');
    expect((await get('changes?limit=2')).items).toEqual([
      expect.objectContaining({ row: 0, before: ' Ann', after: 'Ann' }),
      expect.objectContaining({ row: 1, before: 'N/A', after: null }),
    ]);
    expect((await get('quarantine')).items).toEqual([expect.objectContaining({ row: 2, stepName: 'dropDuplicates' })]);
    expect(await get('explanation')).toMatchObject({ source: 'rules', headline: '`people.csv` has 4 rows in 3 columns.' });
    const { items } = await get('artefacts');
    for (const { id, sha256 } of items) {
      const answer = await fetch(`${platform.url}/v1/runs/${run.id}/artefacts/${id}/content`, {
        headers: { authorization: `Bearer ${platform.key}` },
      });
      expect(
        createHash('sha256')
          .update(Buffer.from(await answer.arrayBuffer()))
          .digest('hex'),
      ).toBe(sha256);
    }
    const cleansed = items.find(({ kind }: { kind: string }) => kind === 'cleansed');
    expect(await get(`artefacts/${cleansed.id}/content`)).toBe('id,name,amount\n1,Ann,10.5\n2,,20\n3,Bob,x\n');
    const dataset = (await platform.call('GET', `/v1/datasets/${body.id}`)).body;
    expect(dataset.latestVersion).toMatchObject({ number: 1, rows: 4, columns: 3, sha256: createHash('sha256').update(csv).digest('hex') });
  });

  it('pages through changes by cursor, each once', async () => {
    const rows = Array.from({ length: 250 }, (_, i) => ` v${i},x`).join('\n');
    const { body } = await upload(`a,b\n${rows}\n`, '?run=cleanse');
    await platform.ended(body.run.id);
    const seen: number[] = [];
    let cursor: string | null = '0';
    while (cursor !== null) {
      const page: { items: { row: number }[]; nextCursor: string | null } = (
        await platform.call('GET', `/v1/runs/${body.run.id}/changes?limit=60&cursor=${cursor}`)
      ).body;
      seen.push(...page.items.map(({ row }) => row));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(Array.from({ length: 250 }, (_, i) => i));
  });

  it('runs again over a version, and takes new ones', async () => {
    const { body } = await upload(csv, '?run=profile&fileName=a.csv');
    await platform.ended(body.run.id);
    const again = await platform.call('POST', `/v1/datasets/${body.id}/runs`, { body: { kinds: ['profile'] } });
    expect(again.status).toBe(202);
    expect(await platform.ended(again.body.id)).toMatchObject({ state: 'completed', summary: { rows: 4, columns: 3 } });
    const version = await platform.call('POST', `/v1/datasets/${body.id}/versions?run=profile`, {
      body: '{"a":1}\n',
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(await platform.ended(version.body.run.id)).toMatchObject({ state: 'completed', summary: { rows: 1, columns: 1 } });
    expect(
      (await platform.call('GET', `/v1/datasets/${body.id}/versions`)).body.items.map(({ number }: { number: number }) => number),
    ).toEqual([2, 1]);
  });

  it('streams events until the end', async () => {
    const { body } = await upload(csv, '?run=profile');
    const answer = await fetch(`${platform.url}/v1/runs/${body.run.id}/events`, { headers: { authorization: `Bearer ${platform.key}` } });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const text = await answer.text();
    expect(text).toMatch(/event: end\ndata: .*"state":"completed"/);
    const ids = [...text.matchAll(/^id: (\S+)$/gm)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const later = await fetch(`${platform.url}/v1/runs/${body.run.id}/events`, {
      headers: { authorization: `Bearer ${platform.key}`, 'last-event-id': ids.at(-1) ?? '' },
    });
    // The end is told to whoever comes back for it.
    expect((await later.text()).match(/^event: /gm)).toEqual(['event: ']);
  });

  it('signs and delivers a webhook when a run ends', async () => {
    const received: { headers: IncomingMessage['headers']; body: string }[] = [];
    let answers = 0;
    const receiver = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        received.push({ headers: request.headers, body: text });
        answers += 1;
        response.writeHead(200).end();
      });
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const hook = await platform.call('POST', '/v1/webhooks', {
      body: { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/` },
    });
    const { body } = await upload(csv, '?run=profile');
    await platform.ended(body.run.id);
    for (let tries = 0; tries < 1200 && answers === 0; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
    const [, seconds, digest] = /^t=(\d+),v1=(\w+)$/.exec(String(received[0]!.headers['millrace-signature']))!;
    expect(createHmac('sha256', hook.body.secret).update(`${seconds}.${received[0]!.body}`).digest('hex')).toBe(digest);
    expect(JSON.parse(received[0]!.body)).toMatchObject({ event: 'run.completed', runId: body.run.id });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await platform.call('GET', `/v1/webhooks/${hook.body.id}/deliveries`)).body.items).toEqual([
      expect.objectContaining({ state: 'delivered', attempts: 1, lastStatus: 200 }),
    ]);
    await platform.call('DELETE', `/v1/webhooks/${hook.body.id}`);
    receiver.close();
  });

  it('serves ranges of what was uploaded, and forgets a deleted dataset', async () => {
    const { body } = await upload(csv);
    const part = await platform.call('GET', `/v1/datasets/${body.id}/content`, { headers: { range: 'bytes=0-6' } });
    expect([part.status, part.body, part.headers.get('content-range')]).toEqual([206, 'id,name', `bytes 0-6/${csv.length}`]);
    expect((await platform.call('DELETE', `/v1/datasets/${body.id}`)).status).toBe(204);
    expect((await platform.call('GET', `/v1/datasets/${body.id}`)).status).toBe(404);
  });
});

describe('idempotency', () => {
  it('answers a repeat with the first answer, and refuses another request under the same key', async () => {
    const headers = { 'idempotency-key': 'k1' };
    const first = await upload(csv, '?name=once', headers);
    const second = await upload(csv, '?name=once', headers);
    expect([second.status, second.body.id, second.headers.get('idempotency-replayed')]).toEqual([201, first.body.id, 'true']);
    expect(await upload(csv, '?name=other', headers)).toMatchObject({ status: 422, body: { code: 'idempotency-conflict' } });
  });
});

describe('cancelling', () => {
  it('ends a run that waits or runs, and is refused when it has ended', async () => {
    const big = `a,b\n${Array.from({ length: 200_000 }, (_, i) => `${i},${'x'.repeat(20)}${i}`).join('\n')}\n`;
    const { body } = await upload(big, '?run=profile,cleanse');
    expect((await platform.call('POST', `/v1/runs/${body.run.id}/cancel`)).body.state).toBe('cancelled');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const run = (await platform.call('GET', `/v1/runs/${body.run.id}`)).body;
    expect([run.state, ...run.jobs.map(({ state }: { state: string }) => state)]).toEqual(['cancelled', 'cancelled', 'cancelled']);
    const other = await upload(csv, '?run=profile');
    await platform.ended(other.body.run.id);
    expect(await platform.call('POST', `/v1/runs/${other.body.run.id}/cancel`)).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });
});

describe('bad input', () => {
  it.each<[string, () => ReturnType<typeof upload>, number, string]>([
    ['0 bytes', () => upload(''), 422, 'empty-file'],
    ['a picture', () => upload(Buffer.from('89504e470d0a1a0a', 'hex')), 415, 'unsupported-format'],
    ['a picture by its type', () => upload('x', '', { 'content-type': 'image/png' }), 415, 'unsupported-media-type'],
    ['a hash that does not match', () => upload(csv, '', { 'x-content-sha256': 'a'.repeat(64) }), 422, 'hash-mismatch'],
    ['a hash that is none', () => upload(csv, '', { 'x-content-sha256': 'zz' }), 400, 'validation-failed'],
    ['an unknown kind of run', () => upload(csv, '?run=explode'), 400, 'validation-failed'],
    [
      'an unknown recipe step',
      () => upload(csv, `?run=cleanse&recipe=${encodeURIComponent('{"steps":[{"step":"explode"}]}')}`),
      422,
      'unknown-step',
    ],
    ['a recipe that is not JSON', () => upload(csv, '?run=cleanse&recipe={'), 422, 'invalid-recipe'],
    [
      'a multipart body without a file',
      () =>
        platform.call('POST', '/v1/datasets', {
          body: (() => {
            const f = new FormData();
            f.set('a', 'b');
            return f;
          })(),
        }),
      400,
      'validation-failed',
    ],
    [
      'a body that is not JSON',
      () => platform.call('POST', '/v1/keys', { body: '{', headers: { 'content-type': 'application/json' } }),
      400,
      'validation-failed',
    ],
    ['an id that is none', () => platform.call('GET', '/v1/runs/xyz'), 400, 'validation-failed'],
    ['a route that is none', () => platform.call('GET', '/v1/nothing'), 404, 'not-found'],
    ['no credentials', () => platform.call('GET', '/v1/runs', { key: null }), 401, 'unauthenticated'],
    ['a multipart body without a boundary', () => upload('x', '', { 'content-type': 'multipart/form-data' }), 400, 'validation-failed'],
    ['a digest that is none', () => upload(csv, '', { 'content-digest': 'sha-256=abc' }), 400, 'validation-failed'],
    ['a path of slashes', () => platform.call('GET', '//', { key: null }), 404, 'not-found'],
    ['a wrong key', () => platform.call('GET', '/v1/runs', { key: 'mr_wrongwrongwrongwrongwrong' }), 401, 'unauthenticated'],
  ])('refuses %s with a problem', async (_, send, status, code) => {
    const answer = await send();
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body).toMatchObject({
      title: expect.any(String),
      detail: expect.any(String),
      advice: expect.any(String),
      requestId: answer.headers.get('x-request-id'),
    });
  });

  it.each<[string, string | Buffer, string]>([
    ['a header only', 'a,b\n', 'no-rows'],
    ['nothing but rows that do not fit', 'a,b\n1,\0\n', 'no-rows'],
    ['a header whose quote is never closed', 'a,"b\n1,x\n2,y\n', 'broken-quotes'],
    ['a truncated Parquet file', Buffer.from(`PAR1${'x'.repeat(100)}`), 'unreadable-parquet'],
    ['a truncated gzip file', gzipSync(csv.repeat(100)).subarray(0, 50), 'unreadable-archive'],
    ['a cell of 50 MB', `a,b\n1,${'x'.repeat(50 * 1024 * 1024)}\n`, 'cell-too-large'],
  ])('fails a run over %s with its code, and goes on', async (_, content, code) => {
    const { body, status } = await upload(content as Body, '?run=profile');
    expect(status).toBe(202);
    const run = await platform.ended(body.run.id);
    expect(run).toMatchObject({ state: 'failed', failure: { code, kind: 'input', advice: expect.any(String) }, jobs: [{ attempt: 1 }] });
  });

  it.each([
    ['a quote that is never closed', 'a,b\n3,y\n1,"x\n2,y\n', 'brokenQuotes'],
    ['a NUL byte', 'a,b\n1,\0\n2,y\n', 'nulBytes'],
    ['too many cells', 'a,b\n1,x,z\n2,y\n', 'raggedRows'],
  ])('keeps a row with %s aside, and says so', async (_, content, rule) => {
    const { body } = await upload(content, '?run=profile');
    expect(await platform.ended(body.run.id)).toMatchObject({ state: 'completed', failure: null });
    const { body: findings } = await platform.call('GET', `/v1/runs/${body.run.id}/findings`);
    expect(findings.items).toContainEqual(expect.objectContaining({ rule, measured: 1, advice: expect.any(String) }));
  });

  it('names a column that is not there', async () => {
    const recipe = { steps: [{ step: 'castColumn', columns: ['zip'], to: 'text' }] };
    const { body } = await upload(csv);
    const started = await platform.call('POST', `/v1/datasets/${body.id}/runs`, { body: { kinds: ['cleanse'], recipe } });
    expect((await platform.ended(started.body.id)).failure).toMatchObject({ code: 'unknown-column', place: { column: 'zip', step: 0 } });
  });

  it('tells a client that still sends why it is refused', async () => {
    const rest = Array.from({ length: 64 }, () => Buffer.alloc(64 * 1024, 'x'));
    const body = ReadableStream.from([Buffer.from('89504e470d0a1a0a', 'hex'), ...rest]);
    const answer = await upload(body);
    expect([answer.status, answer.body.code]).toEqual([415, 'unsupported-format']);
  });

  it.each([
    ['a form that stalls before its file', '/v1/datasets', 'multipart/form-data; boundary=b', '--b\r\ncontent-disp'],
    ['a file that stalls', '/v1/datasets', 'text/csv', 'a,b\n1,2\n'],
  ])('ends %s', async (_, path, type, start) => {
    const socket = connect(Number(new URL(platform.url).port), '127.0.0.1');
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${platform.key}\r\ncontent-type: ${type}\r\ncontent-length: 1000\r\n\r\n${start}`,
    );
    const answer = Buffer.concat(await socket.toArray()).toString();
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(answer).toContain('upload-too-slow');
  });

  it('answers a form that breaks off in its file, and lives on', async () => {
    const form = '--b\r\ncontent-disposition: form-data; name="file"; filename="m.csv"\r\n\r\na,b\n1,2\n';
    const type = { 'content-type': 'multipart/form-data; boundary=b' };
    const cut = await platform.call('POST', '/v1/datasets', { body: form, headers: type });
    expect([cut.status, cut.body.code]).toEqual([400, 'upload-incomplete']);
    expect(await platform.call('GET', '/v1/datasets')).toMatchObject({ status: 200 });
  });

  it('refuses a cursor that no page has given', async () => {
    const { body } = await upload('a\n x\n y\n', '?run=cleanse');
    await platform.ended(body.run.id);
    for (const cursor of ['7', '100000'])
      expect(await platform.call('GET', `/v1/runs/${body.run.id}/changes?cursor=${cursor}`)).toMatchObject({
        status: 400,
        body: { code: 'validation-failed' },
      });
  });

  it('keeps nothing of an upload that breaks off', async () => {
    const before = (await platform.call('GET', '/v1/datasets?limit=200')).body.items.length;
    const abort = new AbortController();
    const endless = new ReadableStream<Uint8Array>({
      async pull(controller) {
        controller.enqueue(Buffer.from('a,b\n'.repeat(10_000)));
        await new Promise((resolve) => setTimeout(resolve, 5));
      },
    });
    setTimeout(() => abort.abort(), 500);
    await expect(
      fetch(`${platform.url}/v1/datasets`, {
        method: 'POST',
        body: endless,
        signal: abort.signal,
        headers: { authorization: `Bearer ${platform.key}` },
        ...({ duplex: 'half' } as object),
      }),
    ).rejects.toThrow();
    for (let tries = 0; tries < 600; tries += 1) {
      if ((await platform.call('GET', '/v1/datasets?limit=200')).body.items.length === before) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect((await platform.call('GET', '/v1/datasets?limit=200')).body.items).toHaveLength(before);
  });
});

it('answers probes and metrics', async () => {
  expect((await platform.call('GET', '/readyz', { key: null })).body).toEqual({
    status: 'ok',
    checks: { database: 'ok', storage: 'ok', redis: 'ok' },
  });
  const metrics = (await platform.call('GET', '/metrics', { key: null })).body as string;
  for (const name of [
    'http_request_duration_seconds',
    'http_requests_total',
    'http_requests_inprogress',
    'http_response_size_bytes',
    'millrace_jobs',
    'process_resident_memory_bytes',
  ])
    expect(metrics).toContain(name);
});
