// Sets up, then runs a script on Node 24: node tools/bootstrap/run.mjs tools/demo.mts [arguments]
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { root, setup } from './setup.mjs';

const [script, ...args] = process.argv.slice(2);

/** npm that is interrupted in the moment in which it starts us dies without passing it on: what has taken us over then starts nothing. */
const isLeft = (parent) => {
  if (process.env.npm_lifecycle_event === undefined) return false;
  try {
    return !/npm|yarn|bun|node|sh\b/.test(readFileSync(`/proc/${parent}/cmdline`, 'utf8'));
  } catch {
    return parent === 1;
  }
};
const parent = process.ppid;
if (isLeft(parent)) process.exit(130);
// npm is gone: nobody waits for what we do, and nobody could end it. Started by a person we go on without their shell.
const watch = setInterval(() => {
  if (process.env.npm_lifecycle_event === undefined || process.ppid === parent) return;
  clearInterval(watch);
  process.kill(process.pid, 'SIGINT');
}, 250);
watch.unref();
const quiet = ['--disable-warning=ExperimentalWarning', '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'];
try {
  const node = await setup();
  const isShell = script.startsWith('npm:');
  const command = isShell ? ['/bin/sh', '-c', `${script.slice(4)} "$@"`, 'sh', ...args] : [node, ...quiet, join(root, script), ...args];
  // What it has put up must be taken down even where we are killed.
  const bound = existsSync('/usr/bin/setpriv') ? ['/usr/bin/setpriv', '--pdeathsig', 'TERM', '--', ...command] : command;
  const env = { ...process.env, PATH: `${dirname(node)}:${join(root, 'node_modules/.bin')}:${process.env.PATH}` };
  const child = spawn(bound[0], bound.slice(1), { stdio: 'inherit', env, cwd: isShell ? root : process.cwd() });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`millrace: ${error.message}\n`);
    process.exit(1);
  });
  child.on('close', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
} catch (error) {
  process.stderr.write(`millrace: ${error.message}\n`);
  process.exit(1);
}
