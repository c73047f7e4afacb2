import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineVersion } from './version';

it('is the package’s', () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as { version: string };
  expect(engineVersion).toBe(version);
});
