import { chromium, type Browser } from 'playwright-core';

/** A real browser without a window and without a network of its own. */
export const startBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] });
