import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { home } from '../services/platform-processes.mts';
import { keptSecret } from './state.mts';

/** Where the platform of this folder keeps its data. */
export const folder = join(home, 'platform');
export const logs = join(folder, 'logs');

/** The key of the local owner, made once. */
export const localKey = (): string =>
  process.env['BOOTSTRAP_API_KEY'] || keptSecret(join(folder, 'api-key'), () => `mr_${randomBytes(24).toString('base64url')}`);

/** Another key of the local owner in place of the one that was kept. */
export const renewLocalKey = (): string => {
  rmSync(join(folder, 'api-key'), { force: true });
  return localKey();
};

/** Tells a person where the platform is and how to get in. */
export const announce = ({ url }: { readonly url: string }): void =>
  console.log(
    [
      'Millrace is up',
      `  URL      ${url}`,
      `  docs     ${url}/docs`,
      `  API key  ${localKey()}`,
      `  logs     ${logs}`,
      `  try      curl -H "Authorization: Bearer ${localKey()}" ${url}/v1/datasets`,
      '  stop     bin/millrace down',
    ].join('\n'),
  );
