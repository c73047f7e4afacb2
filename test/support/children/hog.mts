// Takes more memory until something stops it: `heap` on V8's heap, `buffers` outside of it.
const kept: unknown[] = [];
process.on('message', ({ parameters }: { parameters: { kind: 'heap' | 'buffers' } }) => {
  const grow = (): void => {
    for (let i = 0; i < 8; i += 1)
      kept.push(parameters.kind === 'heap' ? new Array(131_072).fill(0).map((_, n) => ({ n })) : Buffer.alloc(4 * 1024 * 1024, 1));
    setTimeout(grow, 1);
  };
  grow();
});
process.send?.({ type: 'ready' });
