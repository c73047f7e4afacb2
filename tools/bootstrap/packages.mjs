import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cleanEnvironment, clearStamp, hasStamp, npmScript, root, runLogged, say, setStamp, versionOf } from './shell.mjs';

const modules = join(root, 'node_modules');
const isLinked = () => lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;

/** Installs what the lock file names, unless that is what stands there. A node_modules that is a link belongs to someone else. */
export const ensurePackages = async (node) => {
  if (isLinked()) return;
  const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  const stamp = lock.update(`${process.platform} ${process.arch} ${versionOf(node)?.split('.')[0]}`).digest('hex');
  if (existsSync(modules) && hasStamp('packages', stamp)) return;
  clearStamp('packages');
  say('installing packages');
  // npm run by an older Node silently leaves out native packages that want a newer one.
  const args = [npmScript(), 'ci', '--no-audit', '--no-fund', '--loglevel=error'];
  await runLogged('installing packages', node, args, { env: { ...cleanEnvironment(dirname(node)), NODE_ENV: 'development' } });
  setStamp('packages', stamp);
};
