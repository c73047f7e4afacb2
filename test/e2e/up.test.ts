import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'mr-'));
const run = promisify(execFile);
const millrace = (...args: string[]) =>
  run(join(root, 'bin/millrace'), args, { cwd: root, env: { PATH: process.env['PATH'], PORT: '0', MILLRACE_HOME: folder } });
afterAll(async () => {
  await millrace('down');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const placeOf = (said: string) => ({
  url: /URL +(\S+)/.exec(said)?.[1] ?? '',
  key: /API key +(\S+)/.exec(said)?.[1] ?? '',
});
const statusOf = async ({ url, key }: { url: string; key: string }): Promise<number> =>
  (await fetch(`${url}/v1/runs`, { headers: { authorization: `Bearer ${key}` } })).status;

test('two that are told to bring the platform up at once bring up one', async () => {
  const [first, second] = await Promise.all([millrace('up', '--detach'), millrace('up', '--detach')]);
  expect(placeOf(first.stdout)).toEqual(placeOf(second.stdout));
  expect(await statusOf(placeOf(first.stdout))).toBe(200);
});

test('a local key that was revoked is replaced when the platform comes up again', async () => {
  const before = placeOf((await millrace('up', '--detach')).stdout);
  const headers = { authorization: `Bearer ${before.key}` };
  const { items } = (await (await fetch(`${before.url}/v1/keys`, { headers })).json()) as { items: { id: string; name: string }[] };
  const own = items.find(({ name }) => name === 'bootstrap');
  expect((await fetch(`${before.url}/v1/keys/${own!.id}`, { method: 'DELETE', headers })).status).toBe(204);
  expect(await statusOf(before)).toBe(401);
  await millrace('down');
  const after = placeOf((await millrace('up', '--detach')).stdout);
  expect(after.key).not.toBe(before.key);
  expect(await statusOf(after)).toBe(200);
});
