// Brings what everything else needs, on a machine with only Node 20 or newer and npm: Node 24, the packages, the build.
// No dependencies, so that it runs on a clean clone. Progress goes to standard error.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const state = join(root, '.millrace');
const say = (text) => process.stderr.write(`millrace: ${text}\n`);

const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** Runs a command to its end and answers what it printed. A signal ends it first, and then us: it must not go on alone. */
const run = (command, args, what, env = process.env) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [output, all, interrupted] = ['', '', null];
    const handlers = Object.keys(codes).map((signal) => {
      const handler = () => {
        interrupted ??= signal;
        child.kill('SIGTERM');
      };
      process.on(signal, handler);
      return [signal, handler];
    });
    child.stdout.on('data', (chunk) => {
      output += chunk;
      all += chunk;
    });
    child.stderr.on('data', (chunk) => (all += chunk));
    child.on('error', (error) => reject(new Error(`${what} failed: ${error.message}`)));
    child.on('close', (code) => {
      for (const [signal, handler] of handlers) process.off(signal, handler);
      if (interrupted) process.exit(codes[interrupted]);
      if (code === 0) return resolve(output);
      process.stderr.write(`${all.slice(-20_000)}\n`);
      reject(new Error(`${what} failed`));
    });
  });

const suits = (version) => {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 9);
};

/** npm's own script, so that it can be run by another Node: it chooses native packages by the Node that runs it. */
const npmScript = async () => {
  const candidates = [process.env.npm_execpath, join(dirname(realpathSync(process.execPath)), '../lib/node_modules/npm/bin/npm-cli.js')];
  const found = candidates.find((path) => path && /npm-cli\.js$/.test(path) && existsSync(path));
  if (found) return found;
  const npm = await run(process.platform === 'win32' ? 'where' : 'which', ['npm'], 'looking for npm');
  return realpathSync(npm.trim());
};

/** The path of a Node that suits: this one, or one that npm brings. */
const ensureNode = async () => {
  if (suits(process.version)) return process.execPath;
  const home = join(state, 'node');
  const node = join(home, 'node_modules/node/bin/node');
  if (existsSync(node)) return node;
  say(`bringing Node 24 (this is ${process.version}) …`);
  // Made beside and moved: what was interrupted half way is not taken for whole.
  const made = join(state, `node.new-${process.pid}`);
  mkdirSync(made, { recursive: true });
  const args = ['install', '--prefix', made, '--no-save', '--no-audit', '--no-fund', 'node@24'];
  await run(process.execPath, [await npmScript(), ...args], 'installing Node 24');
  rmSync(home, { recursive: true, force: true });
  renameSync(made, home);
  return node;
};

const stampOf = (name) => join(state, `${name}.stamp`);
const isStamped = (name, value) => existsSync(stampOf(name)) && readFileSync(stampOf(name), 'utf8') === value;
/** Does it, and notes that it is done; a half of it is not, whatever was noted before. */
const stamp = async (name, value, work) => {
  rmSync(stampOf(name), { force: true });
  await work();
  writeFileSync(stampOf(name), value);
};

const ensurePackages = async (node) => {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(await run(node, ['--version'], 'asking Node'))
    .digest('hex');
  if (existsSync(join(root, 'node_modules')) && isStamped('packages', wanted)) return;
  say('installing packages …');
  const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}`, NODE_ENV: 'development' };
  const npm = await npmScript();
  await stamp('packages', wanted, () => run(node, [npm, 'ci', '--no-audit', '--no-fund'], 'installing packages', env));
};

const newest = (folder) =>
  readdirSync(folder, { withFileTypes: true }).reduce((latest, entry) => {
    const path = join(folder, entry.name);
    return Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }, 0);

const ensureBuild = async (node) => {
  const bundle = join(root, 'tools/bootstrap/bundle.mjs');
  const files = [join(root, 'tsconfig.json'), bundle].map((file) => statSync(file).mtimeMs);
  const wanted = String(Math.max(newest(join(root, 'apps')), newest(join(root, 'libs')), ...files));
  if (existsSync(join(root, 'dist')) && isStamped('build', wanted)) return;
  say('building …');
  const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` };
  const nest = join(root, 'node_modules/@nestjs/cli/bin/nest.js');
  await stamp('build', wanted, async () => {
    await run(node, [nest, 'build', '--all', '-b', 'swc'], 'building', env);
    await run(node, [bundle], 'bundling', env);
  });
};

/** Sets everything up and answers the path of a Node that suits. */
export const setup = async ({ build = true } = {}) => {
  mkdirSync(state, { recursive: true });
  const node = await ensureNode();
  await ensurePackages(node);
  if (build) await ensureBuild(node);
  return node;
};

if (process.argv[1] && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url))) {
  await setup();
  say('ready');
}
