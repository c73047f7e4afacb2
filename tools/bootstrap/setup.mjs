// Brings what everything else needs, on a machine with only Node 20 or newer and npm: Node 24, the packages, the build.
// No dependencies, so that it runs on a clean clone. Progress goes to standard error.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const state = join(root, '.millrace');
const say = (text) => process.stderr.write(`millrace: ${text}\n`);

const run = (command, args, what, env = process.env) => {
  const done = spawnSync(command, args, { cwd: root, encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 });
  if (done.status === 0) return done.stdout;
  process.stderr.write(`${done.stdout ?? ''}${done.stderr ?? ''}\n`);
  throw new Error(`${what} failed${done.error ? `: ${done.error.message}` : ''}`);
};

const suits = (version) => {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 9);
};

/** npm's own script, so that it can be run by another Node: it chooses native packages by the Node that runs it. */
const npmScript = () => {
  const candidates = [process.env.npm_execpath, join(dirname(realpathSync(process.execPath)), '../lib/node_modules/npm/bin/npm-cli.js')];
  const found = candidates.find((path) => path && /npm-cli\.js$/.test(path) && existsSync(path));
  if (found) return found;
  const npm = run(process.platform === 'win32' ? 'where' : 'which', ['npm'], 'looking for npm').trim();
  return realpathSync(npm);
};

/** The path of a Node that suits: this one, or one that npm brings. */
const ensureNode = () => {
  if (suits(process.version)) return process.execPath;
  const node = join(state, 'node/node_modules/node/bin/node');
  if (!existsSync(node)) {
    say(`bringing Node 24 (this is ${process.version}) …`);
    mkdirSync(join(state, 'node'), { recursive: true });
    run(
      process.execPath,
      [npmScript(), 'install', '--prefix', join(state, 'node'), '--no-save', '--no-audit', '--no-fund', 'node@24'],
      'installing Node 24',
    );
  }
  return node;
};

const stampOf = (name) => join(state, `${name}.stamp`);
const isStamped = (name, value) => existsSync(stampOf(name)) && readFileSync(stampOf(name), 'utf8') === value;
const stamp = (name, value) => writeFileSync(stampOf(name), value);

const ensurePackages = (node) => {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(run(node, ['--version'], 'asking Node'))
    .digest('hex');
  if (existsSync(join(root, 'node_modules')) && isStamped('packages', wanted)) return;
  say('installing packages …');
  const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}`, NODE_ENV: 'development' };
  run(node, [npmScript(), 'ci', '--no-audit', '--no-fund'], 'installing packages', env);
  stamp('packages', wanted);
};

const newest = (folder) =>
  readdirSync(folder, { withFileTypes: true }).reduce((latest, entry) => {
    const path = join(folder, entry.name);
    return Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }, 0);

const ensureBuild = (node) => {
  const wanted = String(Math.max(newest(join(root, 'apps')), newest(join(root, 'libs')), statSync(join(root, 'tsconfig.json')).mtimeMs));
  if (existsSync(join(root, 'dist')) && isStamped('build', wanted)) return;
  say('building …');
  const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` };
  run(node, [join(root, 'node_modules/@nestjs/cli/bin/nest.js'), 'build', '--all', '-b', 'swc'], 'building', env);
  stamp('build', wanted);
};

/** Sets everything up and answers the path of a Node that suits. */
export const setup = ({ build = true } = {}) => {
  mkdirSync(state, { recursive: true });
  const node = ensureNode();
  ensurePackages(node);
  if (build) ensureBuild(node);
  return node;
};

if (process.argv[1] && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url))) {
  setup();
  say('ready');
}
