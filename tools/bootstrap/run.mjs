// node tools/bootstrap/run.mjs TOOL [ARGS]: makes the clone ready, then runs tools/TOOL.mts, or a script of dist, on Node 24.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuild } from './build.mjs';
import { ensureNode } from './node.mjs';
import { ensurePackages } from './packages.mjs';
import { SetupError, cleanEnvironment, npmScript, root, say, underLock } from './shell.mjs';

const withoutBuild = new Set(['verify']);
const survivesParent = new Set(['platform']);

const prepare = (tool) =>
  underLock(async () => {
    const node = await ensureNode();
    await ensurePackages(node);
    if (!withoutBuild.has(tool)) await ensureBuild(node);
    return node;
  });

const commandOf = (tool, args) => {
  if (tool === 'verify') return [npmScript(), 'run', '--silent', 'verify:all', '--', ...args];
  if (tool === 'cli') return [join(root, 'dist', 'apps', 'cli', 'src', 'main.js'), ...args];
  const script = join(root, 'tools', `${tool}.mts`);
  if (!existsSync(script)) throw new SetupError(`there is no tool named ${tool}`);
  return [script, ...args];
};

/** Runs the tool as this process's other half: same terminal, same signals, same exit. */
const become = (node, args, endWithParent) =>
  new Promise((done) => {
    const child = spawn(node, args, {
      stdio: 'inherit',
      env: { ...cleanEnvironment(dirname(node)), MILLRACE_STARTED_BY: String(process.pid) },
    });
    // A terminal sends SIGINT to the tool as well; it decides when all is cleaned up, and this one waits for it.
    process.on('SIGINT', () => {});
    for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    if (endWithParent) {
      const parent = process.ppid;
      setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 1000).unref();
    }
    child.once('close', (code, signal) => done(code ?? 128 + (constants.signals[signal] ?? 0)));
    child.once('error', (error) => {
      say(`${node} did not start: ${error.message}`);
      done(1);
    });
  });

/** @returns {Promise<number>} the exit code */
export const main = async ([tool, ...args]) => {
  try {
    if (!tool) throw new SetupError('usage: node tools/bootstrap/run.mjs setup|demo|test|verify|platform|cli [ARGS]');
    const node = await prepare(tool);
    if (tool === 'setup') {
      say('ready: `npm run demo`, `npm test`, `bin/millrace up`');
      return 0;
    }
    return await become(node, commandOf(tool, args), !survivesParent.has(tool));
  } catch (error) {
    process.stderr.write(`${error instanceof SetupError ? error.message : error.stack}\n`);
    return 1;
  }
};

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => process.listenerCount(signal) === 0 && process.exit(130));
  process.exitCode = await main(process.argv.slice(2));
}
