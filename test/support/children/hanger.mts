// Says that it works, then never gives its event loop back.
process.on('message', () => {
  process.send?.({ type: 'progress', progress: { stage: 'hang', fraction: 0.5, rowsDone: 1, rowsTotal: null } }, () => {
    for (;;) if (performance.now() < 0) break;
  });
});
process.send?.({ type: 'ready' });
