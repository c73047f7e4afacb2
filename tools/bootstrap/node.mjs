import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError, cleanEnvironment, npmScript, runLogged, say, stateDirectory, versionOf } from './shell.mjs';

const leastMajor = 24;
const leastMinor = 9;

/** @param {string | null} version such as v24.9.0 */
export const isNewEnough = (version) => {
  const [major, minor] = (version ?? 'v0.0').slice(1).split('.').map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
};

const home = join(stateDirectory, 'node');
const platformPackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const candidates = ['node', platformPackage].map((name) => join(home, 'node_modules', name, 'bin', 'node'));
const findOwn = () => candidates.find((path) => existsSync(path) && isNewEnough(versionOf(path)));

const install = (packageName) => {
  mkdirSync(home, { recursive: true });
  const flags = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'];
  return runLogged(
    `bringing Node ${leastMajor}`,
    process.execPath,
    [npmScript(), 'install', '--prefix', home, ...flags, `${packageName}@${leastMajor}`],
    { cwd: home, env: cleanEnvironment() },
  );
};

/** Path of a Node that is new enough: the one that runs this, the one brought before, or one brought now from npm. */
export const ensureNode = async () => {
  if (isNewEnough(process.version)) return process.execPath;
  const before = findOwn();
  if (before) return before;
  say(`Node ${process.version} is older than ${leastMajor}.${leastMinor}; bringing Node ${leastMajor} into .millrace/node`);
  // The package `node` links a binary in an install script; where scripts are refused, the package with the binary itself does.
  for (const name of ['node', platformPackage]) {
    await install(name).catch((error) => {
      if (name === platformPackage) throw error;
    });
    const brought = findOwn();
    if (brought) return brought;
  }
  throw new SetupError(`Node ${leastMajor} could not be installed from npm; install it by hand and run this again.`);
};
