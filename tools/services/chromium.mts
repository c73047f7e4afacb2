import { existsSync } from 'node:fs';
import { ensureCommand } from './install.mts';

/** Where the browser of the report's tests is; installs it unless CHROMIUM names one. */
export const ensureChromium = (): string => {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && existsSync(named)) return named;
  ensureCommand('chromium', ['chromium']);
  return '/usr/bin/chromium';
};
