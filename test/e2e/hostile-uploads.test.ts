import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { usePlatform } from '../support/platform';
import { headOf, openSocket, readAnswer, type RawAnswer } from '../support/raw-request';

const csv = 'id,name\n1,Ann\n2,Bob\n';
const post = 'POST /v1/datasets';
const platform = usePlatform(['api'], { UPLOAD_STALL_SECONDS: '2', UPLOAD_MAX_BYTES: '1MB' });

const count = async (): Promise<number> => (await platform.call('GET', '/v1/datasets?limit=200')).body.items.length;
/** Sends bytes as they are, and reads what comes until the connection is closed. */
const raw = async (...parts: readonly (string | Buffer)[]): Promise<RawAnswer> => {
  const socket = await openSocket(platform);
  const answer = readAnswer(socket);
  for (const part of parts) socket.write(part);
  return answer;
};
const close = { connection: 'close' };
const chunked = (...chunks: readonly string[]) => chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('');
const multipart = (head: string, content = csv, end = '\r\n--b--\r\n') => {
  const body = `--b\r\n${head}\r\n\r\n${content}${end}`;
  return (
    headOf(platform, post, { ...close, 'content-type': 'multipart/form-data; boundary=b', 'content-length': String(body.length) }) + body
  );
};

describe('is refused with a problem, and leaves nothing', () => {
  afterEach(async () => {
    // What is no HTTP is answered before its upload has begun, and an upload that is under way is in the list until it is given up.
    await sleep(300);
    for (let tries = 0; (await count()) > 0 && tries < 600; tries += 1) await sleep(100);
    expect(await count()).toBe(0);
    expect((await platform.call('GET', '/livez', { key: null })).status).toBe(200);
  });

  it.each<[string, () => readonly (string | Buffer)[], number, string]>([
    ['what is no HTTP', () => ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'], 400, 'malformed-request'],
    ['a request line without a version', () => ['GET /v1/datasets\r\n\r\n'], 400, 'malformed-request'],
    ['a method that is none', () => ['BREW /v1/datasets HTTP/1.1\r\nhost: api\r\n\r\n'], 400, 'malformed-request'],
    ['a request without a host', () => ['GET /livez HTTP/1.1\r\nconnection: close\r\n\r\n'], 400, 'malformed-request'],
    ['a header with a line end in it', () => [headOf(platform, post, { 'x-request-id': 'a\nb c' })], 400, 'malformed-request'],
    ['huge headers', () => [headOf(platform, post, { 'x-long': 'x'.repeat(20_000) })], 431, 'headers-too-large'],
    ['two lengths', () => [headOf(platform, post, { 'content-length': '5', 'Content-Length': '6' }), csv], 400, 'malformed-request'],
    [
      'a length and chunks',
      () => [headOf(platform, post, { 'content-length': '5', 'transfer-encoding': 'chunked' }), chunked(csv)],
      400,
      'malformed-request',
    ],
    ['a length below zero', () => [headOf(platform, post, { 'content-length': '-1' }), csv], 400, 'malformed-request'],
    [
      'a length that is huge',
      () => [headOf(platform, post, { ...close, 'content-length': '999999999999' }), csv],
      413,
      'payload-too-large',
    ],
    [
      'chunks that are too much',
      () => [
        headOf(platform, post, { ...close, 'transfer-encoding': 'chunked' }),
        chunked(...Array.from({ length: 40 }, () => '1,2\n'.repeat(8192))),
      ],
      413,
      'payload-too-large',
    ],
    [
      'a chunk whose size is none',
      () => [headOf(platform, post, { 'transfer-encoding': 'chunked' }), chunked(csv), 'zz\r\n'],
      400,
      'malformed-request',
    ],
    [
      'a chunk whose size overflows',
      () => [headOf(platform, post, { 'transfer-encoding': 'chunked' }), 'ffffffffffffffffff\r\n'],
      400,
      'malformed-request',
    ],
    [
      'a length that is too long',
      () => [headOf(platform, post, { ...close, 'content-length': String(csv.length + 5) }), csv],
      408,
      'upload-too-slow',
    ],
    ['no bytes', () => [headOf(platform, post, { ...close, 'content-length': '0' })], 422, 'empty-file'],
    [
      'another hash than was declared',
      () => [headOf(platform, post, { ...close, 'content-length': String(csv.length), 'x-content-sha256': 'b'.repeat(64) }), csv],
      422,
      'hash-mismatch',
    ],
    [
      'an encoding that nobody reads',
      () => [headOf(platform, post, { ...close, 'content-length': String(csv.length), 'content-encoding': 'br' }), csv],
      415,
      'unsupported-media-type',
    ],
    [
      'gzip that is none',
      () => [headOf(platform, post, { ...close, 'content-length': String(csv.length), 'content-encoding': 'gzip' }), csv],
      415,
      'unsupported-media-type',
    ],
    [
      'an encoded form',
      () => [
        multipart('content-disposition: form-data; name="file"; filename="a.csv"').replace(
          '\r\n\r\n',
          '\r\ncontent-encoding: gzip\r\n\r\n',
        ),
      ],
      415,
      'unsupported-media-type',
    ],
    [
      'a form without an end',
      () => [multipart('content-disposition: form-data; name="file"; filename="a.csv"', csv, '')],
      400,
      'upload-incomplete',
    ],
    ['a form whose part has no head', () => [multipart('nothing')], 400, 'upload-incomplete'],
    [
      'a form whose part has an endless head',
      () => [multipart(`content-disposition: form-data; name="file"; filename="${'x'.repeat(100_000)}"`)],
      400,
      'upload-incomplete',
    ],
    [
      'a form with another boundary',
      () => [multipart('content-disposition: form-data; name="file"; filename="a.csv"').replace('boundary=b', 'boundary=c')],
      400,
      'upload-incomplete',
    ],
    [
      'a file name with a line end',
      () => [multipart('content-disposition: form-data; name="file"; filename*=utf-8\'\'a%0d%0ab.csv')],
      400,
      'validation-failed',
    ],
    ['a path that cannot be decoded', () => [headOf(platform, 'GET /v1/runs/%E0%A4%A', close)], 400, 'malformed-request'],
    ['an id that climbs', () => [headOf(platform, 'GET /v1/runs/..%2f..%2fetc', close)], 400, 'validation-failed'],
  ])('%s', async (_, parts, status, code) => {
    const answer = await raw(...parts());
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect(answer.head.toLowerCase()).toContain('content-type: application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({
      status,
      title: expect.any(String),
      advice: expect.any(String),
      requestId: expect.any(String),
    });
  });

  it('a body that drips', async () => {
    const socket = await openSocket(platform);
    const answer = readAnswer(socket);
    socket.write(headOf(platform, post, { ...close, 'content-length': '100000' }));
    const drip = setInterval(() => socket.write('1,2\n'), 100);
    expect(await answer).toMatchObject({ status: 408, code: 'upload-too-slow' });
    clearInterval(drip);
  });

  it.each<[string, Record<string, string>]>([
    ['of a length', { 'content-length': '1000' }],
    ['of chunks', { 'transfer-encoding': 'chunked' }],
    ['of a form', { 'content-length': '1000', 'content-type': 'multipart/form-data; boundary=b' }],
  ])('a body %s whose sender goes in the middle', async (_, headers) => {
    const isForm = 'content-type' in headers;
    const start = isForm ? `--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${csv}` : csv;
    for (const leave of ['end', 'destroy', 'resetAndDestroy'] as const) {
      const socket = await openSocket(platform);
      socket.write(headOf(platform, post, headers) + ('content-length' in headers ? start : chunked(start)));
      await sleep(200);
      socket[leave]();
      socket.resume();
    }
  });
});

describe('is taken as it is meant', () => {
  const taken = (answer: RawAnswer) =>
    (JSON.parse(answer.body) as { latestVersion: { sha256: string; bytes: number; fileName: string } }).latestVersion;
  const sha256 = createHash('sha256').update(csv).digest('hex');

  it('a body in chunks of a byte, with extensions and trailers', async () => {
    const chunks = [...csv].map((one) => `1;name=value\r\n${one}\r\n`).join('');
    const answer = await raw(
      headOf(platform, post, { ...close, 'transfer-encoding': 'chunked', trailer: 'x-sum' }),
      chunks,
      '0\r\nx-sum: 1\r\n\r\n',
    );
    expect([answer.status, taken(answer).sha256]).toEqual([201, sha256]);
  });

  it('a body that waits to be asked for', async () => {
    const socket = await openSocket(platform);
    const answer = readAnswer(socket);
    socket.write(headOf(platform, post, { ...close, 'content-length': String(csv.length), expect: '100-continue' }));
    await sleep(200);
    socket.write(csv);
    const { head, body } = await answer;
    expect([head, body]).toEqual(['HTTP/1.1 100 Continue', expect.stringMatching(/^HTTP\/1\.1 201 /)]);
  });

  it('gzip by its header and its content', async () => {
    const body = gzipSync(csv);
    const answer = await raw(headOf(platform, post, { ...close, 'content-length': String(body.length), 'content-encoding': 'gzip' }), body);
    expect([answer.status, taken(answer).bytes]).toEqual([201, body.length]);
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\a.csv', 'a.csv'],
    ['..', 'upload'],
    ['😀'.repeat(300), '😀'.repeat(255)],
  ])('a file named %s', async (name, expected) => {
    const body = new FormData();
    body.set('file', new Blob([csv]), name);
    const answer = await platform.call('POST', '/v1/datasets', { body });
    expect([answer.status, answer.body.latestVersion.fileName]).toEqual([201, expected]);
  });

  it('one request after another on a connection, the second after a refused one too', async () => {
    const refused = headOf(platform, post, { 'content-length': String(csv.length), 'x-content-sha256': 'b'.repeat(64) }) + csv;
    const fine = headOf(platform, post, { 'content-length': String(csv.length) }) + csv;
    const socket = await openSocket(platform);
    const text = socket.toArray();
    socket.write(fine + refused + fine + headOf(platform, 'GET /livez', close));
    const all = Buffer.concat((await text) as Buffer[]).toString();
    expect([...all.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status)).toEqual(['201', '422', '201', '200']);
  });
});

describe('names', () => {
  it.each(['a\rb', 'a\nb', 'a\0b', 'a\u001b[31mb', 'a\u0085b', 'a\u2028b', 'a\u202eb', 'x\n'])(
    'with a sign that is no text are refused: %j',
    async (name) => {
      const answer = await platform.call('POST', `/v1/datasets?${new URLSearchParams({ name }).toString()}`, {
        body: csv,
        headers: { 'content-type': 'text/csv' },
      });
      expect([answer.status, answer.body.code, answer.body.errors[0].field]).toEqual([400, 'validation-failed', 'name']);
      const file = await platform.call('POST', `/v1/datasets?${new URLSearchParams({ fileName: name }).toString()}`, {
        body: csv,
        headers: { 'content-type': 'text/csv' },
      });
      expect([file.status, file.body.errors[0].field]).toEqual([400, 'fileName']);
    },
  );

  it.each(['Zürich 🏔 2026', 'مرحبا', "Robert'); DROP TABLE datasets;--", '../up', '👨‍👩‍👧'])('of any language are taken: %s', async (name) => {
    const answer = await platform.call('POST', `/v1/datasets?${new URLSearchParams({ name }).toString()}`, {
      body: csv,
      headers: { 'content-type': 'text/csv' },
    });
    expect([answer.status, answer.body.name]).toEqual([201, name]);
  });
});
