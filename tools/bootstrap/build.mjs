import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cleanEnvironment, clearStamp, hasStamp, root, runLogged, say, setStamp } from './shell.mjs';

const isSource = (path) => /\.(ts|json)$/.test(path) && !path.endsWith('.test.ts');
const sourcesOf = (directory) =>
  readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isSource(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();

const fingerprint = () => {
  const settings = ['nest-cli.json', 'tsconfig.json', '.swcrc', 'package-lock.json'].map((name) => join(root, name));
  const hash = createHash('sha256');
  for (const path of [...settings, ...sourcesOf('apps'), ...sourcesOf('libs')]) hash.update(path).update(readFileSync(path));
  return hash.digest('hex');
};

/** Compiles apps and libs into dist, unless no source has changed since. */
export const ensureBuild = async (node) => {
  const stamp = fingerprint();
  if (existsSync(join(root, 'dist', 'apps')) && hasStamp('build', stamp)) return;
  clearStamp('build');
  say('building');
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  await runLogged('building', node, [nest, 'build', '--all', '-b', 'swc'], { env: cleanEnvironment(dirname(node)) });
  setStamp('build', stamp);
};
