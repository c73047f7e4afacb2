import { selectorOf, type Ingest, type Manifest, type Recipe } from '@millrace/contracts';
import { createHash } from 'node:crypto';
import type { KeptHashes } from '../undo/keep-for-undo';
import { selectColumns } from './select/select-columns';
import type { Selection } from './select/taken-columns';
import { engineVersion } from '../version';

interface Asked {
  readonly recipe: Recipe;
  readonly ingest: Ingest;
  /** Which columns its selectors take; left out, names alone tell. */
  readonly selection?: Selection;
}

const selectedBy = ({ recipe: { steps }, ingest, selection }: Asked): Manifest['selected'] => {
  if (!steps.some((step) => selectorOf(step) !== undefined)) return undefined;
  const taken = selection ?? selectColumns(steps, ingest.columns, null);
  return [...taken].map(([step, columns]) => ({ step, columns: [...columns] }));
};

/** What a cleansing was made of, and what came out. */
export const manifestOf = (
  asked: Asked,
  hashes: KeptHashes,
  counts: { readonly rowsIn: number; readonly rowsOut: number; readonly changes: number; readonly quarantined: number },
): Manifest => {
  const [{ recipe }, selected] = [asked, selectedBy(asked)];
  return {
    schema: 'millrace.manifest/1',
    engine: engineVersion,
    input: { sha256: hashes.input, rows: counts.rowsIn },
    recipe,
    ...(selected && { selected }),
    recipeSha256: createHash('sha256').update(JSON.stringify(recipe)).digest('hex'),
    output: { sha256: hashes.output, rows: counts.rowsOut },
    changes: counts.changes,
    quarantined: counts.quarantined,
  };
};
