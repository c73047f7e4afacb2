import { fork } from 'node:child_process';

/**
 * Loads the job process once and lets it end by itself, which is when node writes its compile cache: jobs end by a kill and would
 * never. Also brings the engine into the page cache. A failure only makes the first jobs slower.
 */
export const warmUp = async (script: string, env: Record<string, string>): Promise<void> => {
  const child = fork(script, [], { env, stdio: 'ignore' });
  await new Promise<void>((resolve) => {
    const impatience = setTimeout(() => child.kill('SIGKILL'), 10_000);
    child.once('message', () => child.disconnect());
    child.once('error', () => resolve());
    child.once('exit', () => {
      clearTimeout(impatience);
      resolve();
    });
  });
};
