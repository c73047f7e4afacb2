// Puts generated objects all at once, in a process whose memory can be measured and that can be killed. See startPutting.
import { once } from 'node:events';
import { BufferPool } from '../src/buffer-pool';
import { FilesystemStore } from '../src/filesystem/filesystem-store';
import { generated, mebibyte } from './sources';
import { openS3, type Orders } from './stores';

const main = async (): Promise<void> => {
  const { store: where, poolBytes, puts, stallAfter = Infinity } = JSON.parse(process.argv[2] ?? '') as Orders;
  const store = 'folder' in where ? new FilesystemStore(where.folder) : openS3({ bucket: where.bucket, pool: new BufferPool(poolBytes) });
  await store.check();
  await store.put('warm-up', generated(9 * mebibyte, 0));
  await store.delete('warm-up');
  process.stdout.write('ready\n');
  await once(process.stdin, 'data');
  async function* source(bytes: number, seed: number): AsyncGenerator<Buffer> {
    let sent = 0;
    for await (const chunk of generated(bytes, seed)) {
      if (sent >= stallAfter) await new Promise((resolve) => setInterval(resolve, 2 ** 30));
      sent += chunk.length;
      yield chunk;
    }
  }
  const stored = await Promise.all(puts.map(({ key, bytes }, seed) => store.put(key, source(bytes, seed))));
  process.stdout.write(`${JSON.stringify(stored)}\n`);
  process.exit(0);
};

void main();
