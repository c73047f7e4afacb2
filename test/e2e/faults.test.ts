import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(__dirname, '../..');
const flags = ['--disable-warning=ExperimentalWarning', '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'];

/** What a measuring script says on its last line; it fails unless its goals hold. */
const lastLine = async (script: string, ...args: string[]): Promise<Record<string, unknown>> => {
  const { stdout } = await run(process.execPath, [...flags, join(root, script), ...args, '--json'], { cwd: root });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
};

// Short forms of what an operator runs at full length: npm run chaos, npm run chaos:outages.
it('loses nothing and does nothing twice while its processes are killed', async () => {
  expect(await lastLine('test/chaos/main.mts', '--jobs', '45', '--kills', '9', '--flushall', '1')).toMatchObject({
    lost: 0,
    duplicated: 0,
  });
});

it('ends every upload and run well while S3 fails, and Redis and MySQL are gone for a while', async () => {
  expect(await lastLine('test/chaos/outages.mts', '--redis', '6', '--mysql', '5')).toMatchObject({ ok: true });
}, 300_000);
