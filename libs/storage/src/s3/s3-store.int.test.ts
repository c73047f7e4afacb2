import { randomUUID } from 'node:crypto';
import { startFaultProxy } from '../../../../test/support/fault-proxy';
import { inChunks, mebibyte } from '../../test/sources';
import { openS3, s3Endpoint } from '../../test/stores';
import { persist } from './s3-faults';
import type { S3Store } from './s3-store';

const hello = () => inChunks(Buffer.from('hello'));

it('gives a URL that serves the object without credentials', async () => {
  const store = openS3();
  await store.check();
  const key = `contract-${randomUUID()}`;
  await store.put(key, hello());
  const answer = await fetch(await store.presign(key, { fileName: 'é.csv', expiresSeconds: 60 }));
  expect([answer.status, await answer.text(), answer.headers.get('content-disposition')]).toEqual([
    200,
    'hello',
    "attachment; filename*=UTF-8''%C3%A9.csv",
  ]);
  await store.delete(key);
});

it.each<[string, (store: S3Store) => Promise<unknown>]>([
  ['a put', (store) => store.put('a', hello())],
  ['a put of many parts', (store) => store.put('a', inChunks(Buffer.alloc(17 * mebibyte)))],
  ['a read', (store) => store.get('a')],
  ['a look', (store) => store.head('a')],
  ['a deletion', (store) => store.delete('a')],
  ['a listing', (store) => Array.fromAsync(store.list(''))],
  ['a sweep', (store) => store.sweep(0)],
])('says storage-unavailable when the bucket is gone: %s', async (_, use) => {
  await expect(use(openS3({ bucket: `gone-${randomUUID()}` }))).rejects.toMatchObject({ name: 'Fault', code: 'storage-unavailable' });
});

it('says not-found when the object goes between the look and the read', async () => {
  const store = openS3();
  await store.check();
  const key = `contract-${randomUUID()}`;
  await store.put(key, hello());
  const { stream } = await store.get(key);
  await store.delete(key);
  await expect(stream.toArray()).rejects.toMatchObject({ name: 'Fault', code: 'not-found' });
});

it('never mixes two objects in one read', async () => {
  const store = openS3();
  await store.check();
  const key = `contract-${randomUUID()}`;
  await store.put(key, hello());
  const { stream } = await store.get(key);
  await store.put(key, inChunks(Buffer.from('HELLO')));
  await expect(stream.toArray()).rejects.toMatchObject({ name: 'Fault', code: 'storage-unavailable' });
  await store.delete(key);
});

it('stops trying as soon as it is aborted', async () => {
  const proxy = await startFaultProxy(s3Endpoint());
  proxy.failShare = 1;
  const abort = new AbortController();
  const put = openS3({ endpoint: proxy.url }).put('a', hello(), { signal: abort.signal });
  // The pauses between the tries add up to more than six seconds.
  setTimeout(() => abort.abort(new Error('given up')), 700);
  await expect(put).rejects.toThrow('given up');
  const requests = proxy.counts.requests;
  // Of eight tries.
  expect(requests).toBeLessThan(8);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(proxy.counts.requests).toBe(requests);
  await proxy.close();
});

it('gives up after its tries, and says so by a fault', async () => {
  let calls = 0;
  const refusing = () => Promise.reject(new Error(`refusal ${(calls += 1)}`));
  await expect(persist('a test', refusing)).rejects.toMatchObject({ code: 'storage-unavailable' });
  expect(calls).toBe(8);
});
