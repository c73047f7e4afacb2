import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { startFaultProxy, type FaultProxy } from '../../../test/support/fault-proxy';
import { BufferPool } from './buffer-pool';
import { FilesystemStore } from './filesystem/filesystem-store';
import type { ObjectStore } from './object-store';
import { S3Store } from './s3/s3-store';

const mebibyte = 1024 * 1024;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const collect = async (stream: Readable): Promise<Buffer> => Buffer.concat((await stream.toArray()) as Buffer[]);

async function* inChunks(bytes: Buffer, size = 64 * 1024): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

const required = (name: string): string => process.env[name] ?? raise(`${name} is not set: run the tests with npm test`);
const raise = (message: string): never => {
  throw new Error(message);
};

interface Subject {
  readonly store: ObjectStore;
  readonly folder: string;
  readonly close: () => Promise<void>;
}

const s3 = (endpoint: string, pool = new BufferPool(32 * mebibyte)) =>
  new S3Store(
    {
      bucket: required('TEST_S3_BUCKET'),
      endpoint,
      region: required('TEST_S3_REGION'),
      accessKeyId: required('TEST_S3_ACCESS_KEY'),
      secretAccessKey: required('TEST_S3_SECRET_KEY'),
    },
    pool,
  );

const implementations: [string, () => Promise<Subject>][] = [
  [
    'filesystem',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'store-'));
      return { store: new FilesystemStore(folder), folder, close: () => Promise.resolve() };
    },
  ],
  [
    's3',
    async () => ({
      store: s3(required('TEST_S3_ENDPOINT')),
      folder: await mkdtemp(join(tmpdir(), 'store-')),
      close: () => Promise.resolve(),
    }),
  ],
  [
    's3 that fails one request in five and breaks off reads',
    async () => {
      const proxy: FaultProxy = await startFaultProxy(required('TEST_S3_ENDPOINT'));
      const store = s3(proxy.url);
      await store.check();
      proxy.failShare = 0.2;
      proxy.cutShare = 0.3;
      return { store, folder: await mkdtemp(join(tmpdir(), 'store-')), close: () => proxy.close() };
    },
  ],
];

describe.each(implementations)('object store contract: %s', (_, open) => {
  let subject: Subject;
  let prefix: string;
  beforeAll(async () => {
    subject = await open();
    prefix = `contract-${randomUUID()}/`;
    await subject.store.check();
  }, 60_000);
  afterAll(async () => {
    await subject.store.deletePrefix(prefix);
    await subject.close();
    await rm(subject.folder, { recursive: true, force: true });
  }, 60_000);

  it.each([
    ['nothing', 0],
    ['one byte', 1],
    ['just one part', 8 * mebibyte],
    ['a byte over one part', 8 * mebibyte + 1],
    ['several parts', 19 * mebibyte + 77],
  ])(
    'keeps %s byte for byte, with its length and hash',
    async (name, size) => {
      const bytes = randomBytes(size);
      const key = `${prefix}sizes/${name}`;
      expect(await subject.store.put(key, inChunks(bytes, 300_000))).toEqual({ bytes: size, sha256: sha256(bytes) });
      expect(await subject.store.head(key)).toEqual({ bytes: size });
      const { stream, totalBytes } = await subject.store.get(key);
      expect(totalBytes).toBe(size);
      expect(sha256(await collect(stream))).toBe(sha256(bytes));
    },
    120_000,
  );

  it('reads ranges', async () => {
    const key = `${prefix}range`;
    await subject.store.put(key, inChunks(Buffer.from('0123456789')));
    const read = async (start: number, end?: number) => (await collect((await subject.store.get(key, { start, end })).stream)).toString();
    expect([await read(2, 4), await read(7), await read(0, 99), await read(10)]).toEqual(['234', '789', '0123456789', '']);
  }, 60_000);

  it('copies to a file', async () => {
    const bytes = randomBytes(3 * mebibyte);
    await subject.store.put(`${prefix}file`, inChunks(bytes));
    const path = join(subject.folder, 'copy');
    await subject.store.getToFile(`${prefix}file`, path);
    expect(sha256(await readFile(path))).toBe(sha256(bytes));
  }, 60_000);

  it('says not-found for what is absent, and null for a look at it', async () => {
    await expect(subject.store.get(`${prefix}absent`)).rejects.toMatchObject({ code: 'not-found' });
    await expect(subject.store.getToFile(`${prefix}absent`, join(subject.folder, 'absent'))).rejects.toMatchObject({ code: 'not-found' });
    expect(await subject.store.head(`${prefix}absent`)).toBeNull();
    await subject.store.delete(`${prefix}absent`);
  }, 60_000);

  it('lists and deletes by prefix, and leaves the neighbours', async () => {
    for (const name of ['a/1', 'a/2', 'ab']) await subject.store.put(`${prefix}tree/${name}`, inChunks(Buffer.from(name)));
    const keys = async (below: string) =>
      (await Array.fromAsync(subject.store.list(`${prefix}tree/${below}`), ({ key }) => key.slice(prefix.length))).sort();
    expect(await keys('a/')).toEqual(['tree/a/1', 'tree/a/2']);
    expect(await subject.store.deletePrefix(`${prefix}tree/a/`)).toBe(2);
    expect(await keys('')).toEqual(['tree/ab']);
  }, 60_000);

  it.each([
    ['fails', (source: AsyncIterable<Buffer>) => failing(source), {}],
    ['is aborted', (source: AsyncIterable<Buffer>) => source, { signal: AbortSignal.abort(new Error('aborted')) }],
  ])(
    'keeps nothing of an upload that %s',
    async (name, wrap, options) => {
      const key = `${prefix}broken/${name}`;
      await expect(subject.store.put(key, wrap(inChunks(randomBytes(20 * mebibyte))), options)).rejects.toThrow();
      expect(await subject.store.head(key)).toBeNull();
    },
    60_000,
  );

  it('replaces an object whole', async () => {
    await subject.store.put(`${prefix}twice`, inChunks(Buffer.from('a long first text')));
    await subject.store.put(`${prefix}twice`, inChunks(Buffer.from('second')));
    expect((await collect((await subject.store.get(`${prefix}twice`)).stream)).toString()).toBe('second');
  }, 60_000);

  it.each(['../out', '/root', 'a//b', 'a/../../b', 'a/./b', '', 'a\0b'])('refuses the key %p', async (key) => {
    await expect(async () => subject.store.put(key, inChunks(Buffer.from('x')))).rejects.toMatchObject({ code: 'internal' });
  });
});

async function* failing(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let sent = 0;
  for await (const chunk of source) {
    sent += chunk.length;
    if (sent > 12 * mebibyte) throw new Error('the line broke');
    yield chunk;
  }
}

it('leaves no temporary file behind on the filesystem', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'store-'));
  const store = new FilesystemStore(folder);
  await store.check();
  await expect(store.put('a', failing(inChunks(randomBytes(20 * mebibyte))))).rejects.toThrow('the line broke');
  expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  await rm(folder, { recursive: true });
});

it('serves more uploads than it has buffers', async () => {
  const pool = new BufferPool(16 * mebibyte);
  const store = s3(required('TEST_S3_ENDPOINT'), pool);
  const bytes = randomBytes(9 * mebibyte);
  const keys = Array.from({ length: 6 }, () => `contract-${randomUUID()}`);
  const stored = await Promise.all(keys.map((key) => store.put(key, inChunks(bytes))));
  expect(new Set(stored.map(({ sha256: hash }) => hash))).toEqual(new Set([sha256(bytes)]));
  expect(pool.heldBytes).toBe(0);
  await Promise.all(keys.map((key) => store.delete(key)));
}, 60_000);

it('gives a URL that serves the object without credentials', async () => {
  const store = s3(required('TEST_S3_ENDPOINT'));
  await store.check();
  const key = `contract-${randomUUID()}`;
  await store.put(key, inChunks(Buffer.from('hello')));
  const answer = await fetch(await store.presign(key, { fileName: 'é.csv', expiresSeconds: 60 }));
  expect([answer.status, await answer.text(), answer.headers.get('content-disposition')]).toEqual([
    200,
    'hello',
    "attachment; filename*=UTF-8''%C3%A9.csv",
  ]);
  await store.delete(key);
}, 60_000);
