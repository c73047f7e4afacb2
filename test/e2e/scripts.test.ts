import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '../..');
const suitesOf = { bench: ['upload', 'latency', 'profile', 'outofcore', 'cleanse', 'match', 'admission', 'together', 'job'], accuracy: ['csv', 'nist', 'cleanse', 'generated', 'dedupe', 'pii'] }; // prettier-ignore
const scripts = [
  ['test/chaos/main.mts'],
  ['test/chaos/outages.mts'],
  ['bench/fuzz/main.mts'],
  ['bench/simulate/main.mts'],
  ['bench/calibrate/main.mts'],
  ['bench/main.mts'],
  ['bench/accuracy/main.mts'],
  ...suitesOf.bench.map((suite) => ['bench/main.mts', suite]),
  ...suitesOf.accuracy.map((suite) => ['bench/accuracy/main.mts', suite]),
];
const quiet = ['--disable-warning=ExperimentalWarning', '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'];

const run = promisify(execFile);

test.each(scripts)('%s %s tells of itself, and refuses a flag that it has not in one line', async (...command) => {
  const args = [...quiet, ...command];
  const [help, refused] = await Promise.all([
    run(process.execPath, [...args, '--help'], { cwd: root }),
    run(process.execPath, [...args, '--no-such-flag'], { cwd: root }).catch((error: unknown) => error),
  ]);
  expect(help.stdout).toMatch(/^npm run /);
  const oneLine = expect.stringMatching(/^millrace: [^\n]*no-such-flag[^\n]*\n$/) as string;
  expect(refused).toMatchObject({ code: 2, stdout: '', stderr: oneLine });
});
