// Does its job: holds some memory for a moment, writes a file, answers. `environment` tells what it was given.
import { writeFileSync } from 'node:fs';

process.on('message', ({ outputDir, parameters }: { outputDir: string; parameters: { holdMiB?: number } }) => {
  const held = Buffer.alloc((parameters.holdMiB ?? 0) * 1024 * 1024, 1);
  setTimeout(() => {
    const path = `${outputDir}/profile.json`;
    writeFileSync(path, JSON.stringify({ environment: Object.keys(process.env), held: held.length }));
    const files = [{ kind: 'profile', path, fileName: 'profile.json', mediaType: 'application/json' }];
    process.send?.({
      type: 'result',
      result: { files, summary: { rows: 1 }, findings: [], metrics: [], workingCopy: null, timings: { engineMs: 1 }, anonBytes: null },
    });
  }, 200);
});
process.send?.({ type: 'ready' });
