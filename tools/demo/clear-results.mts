import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Removes what an earlier demo has left in our own folder, so that all that is there afterwards is of one run. While another demo runs
 * there, nothing is removed.
 * @param own the run's own folder in it, which stays
 */
export const clearResults = (place: string, own: string): void => {
  if (!existsSync(place)) return;
  const entries = readdirSync(place, { withFileTypes: true });
  if (entries.some((entry) => entry.name.startsWith('run-') && join(place, entry.name) !== own)) return;
  for (const entry of entries)
    if (entry.isFile() || entry.name === 'logs') rmSync(join(place, entry.name), { recursive: true, force: true });
};
