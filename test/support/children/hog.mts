// Takes more memory until something stops it: `heap` on V8's heap, `buffers` outside of it.
import { stat } from 'node:fs/promises';

const kept: unknown[] = [];
process.on('message', ({ parameters }: { parameters: { kind: 'heap' | 'buffers' } }) => {
  const grow = (): void => {
    for (let i = 0; i < 8; i += 1)
      kept.push(parameters.kind === 'heap' ? new Array(131_072).fill(0).map((_, n) => ({ n })) : Buffer.alloc(4 * 1024 * 1024, 1));
    setTimeout(grow, 1);
  };
  grow();
});
// As a job does that reads files: the stacks of the threads for that count.
await Promise.all(Array.from({ length: 8 }, () => stat('/')));
process.send?.({ type: 'ready' });
