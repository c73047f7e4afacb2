import { existsSync } from 'node:fs';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPlatform, type Platform } from '../support/platform';

let platform: Platform;
beforeAll(async () => (platform = await startPlatform([])));
afterAll(() => platform.stop());

it('removes, as the API starts, what a lost process left of an upload long ago, and leaves a newer one', async () => {
  const incoming = join(platform.folder, 'objects/incoming');
  await mkdir(incoming, { recursive: true });
  const [old, young] = [join(incoming, 'old'), join(incoming, 'young')];
  const hoursAgo = (hours: number) => Date.now() / 1000 - hours * 3600;
  for (const [path, age] of [
    [old, 25],
    [young, 23],
  ] as const) {
    await writeFile(path, 'half a table');
    await utimes(path, hoursAgo(age), hoursAgo(age));
  }
  platform.start('api');
  for (let tries = 0; existsSync(old) && tries < 900; tries += 1) await sleep(100);
  expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
});
