// Dies in the way that it is told to.
process.on('message', ({ parameters }: { parameters: { how: 'exit' | 'abort' | 'throw' | 'babble' } }) => {
  if (parameters.how === 'exit') process.exit(3);
  if (parameters.how === 'abort') process.abort();
  if (parameters.how === 'babble') process.send?.({ type: 'nonsense' });
  else throw new Error('crashed as it was told to');
});
process.send?.({ type: 'ready' });
