import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ToolError } from '../lifecycle.mts';
import { say } from '../say.mts';
import { bring, type Service } from './bring.mts';
import { root } from './platform-processes.mts';
import { findProgram, hasApt, runProgram } from './programs.mts';

const names = ['chromium', 'google-chrome-stable', 'google-chrome'];
const find = (): string | null => names.map(findProgram).find((path) => path !== null) ?? null;

export const chromiumService: Service = {
  name: 'Chromium',
  isInstalled: () => find() !== null,
  packages: [['chromium']],
  variable: 'CHROMIUM (the path of a browser)',
  inDocker: false,
};

/** Ubuntu's package is a snap in disguise, which does not work everywhere. */
export const hasChromiumPackage = async (): Promise<boolean> =>
  existsSync('/etc/debian_version') && !readFileSync('/etc/os-release', 'utf8').includes('ID=ubuntu') && (await hasApt());

/** Playwright's own build, below .millrace. */
const download = async (): Promise<string> => {
  const env = { ...process.env, PLAYWRIGHT_BROWSERS_PATH: join(root, '.millrace/browsers') };
  const cli = join(root, 'node_modules/playwright-core/cli.js');
  say('downloading Chromium …');
  const libraries = (await hasApt()) ? ['--with-deps'] : [];
  await runProgram('downloading Chromium', process.execPath, [cli, 'install', ...libraries, 'chromium'], { env });
  const where = "process.stdout.write(require('playwright-core').chromium.executablePath())";
  return runProgram('looking for Chromium', process.execPath, ['-e', where], { env });
};

/** Where the browser of the report's tests is: what CHROMIUM names, else the machine's, else apt's, else Playwright's. */
export const ensureChromium = async (): Promise<string> => {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new ToolError(`CHROMIUM names ${named}, which is not there.`);
  }
  if (find() === null && !(await hasChromiumPackage())) return download();
  await bring([chromiumService]);
  return find() ?? 'chromium';
};
