import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(__dirname, '../..');

/** Whether it runs: what was killed and is not waited for by anybody has no command line. */
const isRunning = (pid: string): boolean => {
  try {
    return readFileSync(`/proc/${pid.trim()}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
};

test.each([
  ['it alone', false],
  ['its group', true],
])('a tool whose program answers no signal ends at once by a SIGINT to %s, and nothing is left of either', async (_, toGroup) => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-programs-'));
  const started = join(folder, 'pid');
  const tool = spawn(process.execPath, [join(root, 'test/support/children/interrupted-tool.mts'), started], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  tool.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const ended = new Promise<number | null>((done) => tool.once('close', done));
  while (!existsSync(started) || readFileSync(started, 'utf8') === '') await sleep(20);
  const sentAt = performance.now();
  process.kill(toGroup ? -tool.pid! : tool.pid!, 'SIGINT');
  expect(await ended).toBe(130);
  expect(performance.now() - sentAt).toBeLessThan(60_000);
  expect(said).not.toContain('failed');
  const pid = readFileSync(started, 'utf8');
  for (let tries = 0; tries < 1500 && isRunning(pid); tries += 1) await sleep(20);
  expect(isRunning(pid)).toBe(false);
  rmSync(folder, { recursive: true });
});
