import type { Manifest, Recipe } from '@millrace/contracts';
import { createHash } from 'node:crypto';
import type { KeptHashes } from '../undo/keep-for-undo';
import { engineVersion } from '../version';

/** What a cleansing was made of, and what came out. */
export const manifestOf = (
  recipe: Recipe,
  hashes: KeptHashes,
  counts: { readonly rowsIn: number; readonly rowsOut: number; readonly changes: number; readonly quarantined: number },
): Manifest => ({
  schema: 'millrace.manifest/1',
  engine: engineVersion,
  input: { sha256: hashes.input, rows: counts.rowsIn },
  recipe,
  recipeSha256: createHash('sha256').update(JSON.stringify(recipe)).digest('hex'),
  output: { sha256: hashes.output, rows: counts.rowsOut },
  changes: counts.changes,
  quarantined: counts.quarantined,
});
