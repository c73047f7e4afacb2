import { outputFormatSchema } from '@millrace/contracts';
import { cleanseTo, suggestRecipe } from '@millrace/engine';
import { join } from 'node:path';
import type { Command } from '../command-line/command';
import type { Order } from '../process/protocol';
import type { Output, ReadTable } from './output';
import { readRecipe } from './read-recipe';
import { writeQuarantine } from './write-quarantine';
import { copyWhole, writeWhole } from './write-whole';

/** Cleanses a table, writes what was asked for, and prints the counts. */
export const cleanseFile = async (
  { workingCopyPath, ingest, source, inputPath }: ReadTable,
  { json, recipe, out, changes, quarantine, manifest, lane, as }: Extract<Command, { name: 'cleanse' }>,
  { memoryBytes, folder }: Pick<Order, 'memoryBytes' | 'folder'>,
  { tell, print }: Output,
): Promise<void> => {
  const { recipe: chosen, manifest: wanted } =
    recipe === 'suggested' ? { recipe: suggestRecipe({ workingCopyPath, ingest }).recipe, manifest: null } : await readRecipe(recipe);
  tell('cleansing');
  const found = await cleanseTo({
    ...{ workingCopyPath, ingest, inputPath, recipe: chosen, outputDir: folder, lane, manifest: wanted, ...(source && { source }) },
    memoryBytes: memoryBytes ?? process.availableMemory(),
    spill: { path: join(folder, 'spill'), quotaBytes: Infinity },
    ...(as !== null && { to: outputFormatSchema.parse({ format: as }) }),
  });
  const copies = [
    [(found.exported ?? found.output).path, out],
    [found.changes.parquetPath, changes],
  ] as const;
  for (const [from, to] of copies) if (to !== null) await copyWhole(from, to);
  if (quarantine?.endsWith('.csv')) {
    const asCsv = join(folder, 'quarantine.csv');
    await writeQuarantine(found.quarantine.ndjsonPath, ingest, asCsv);
    await copyWhole(asCsv, quarantine);
  } else if (quarantine !== null) await copyWhole(found.quarantine.ndjsonPath, quarantine);
  if (manifest !== null) await writeWhole(manifest, `${JSON.stringify(found.manifest, null, 2)}\n`);
  const counts = {
    ...{ rowsIn: found.rowsIn, rowsOut: found.rowsOut, changes: found.changes.count, quarantined: found.quarantine.count },
    keptAside: ingest.raggedRows,
  };
  const aside = counts.keptAside > 0 ? `, ${counts.keptAside} rows that do not fit the table kept aside` : '';
  const nothing = out === null ? ' (nothing written: give --out)' : '';
  print(
    json
      ? JSON.stringify(counts)
      : `${counts.rowsIn} rows in, ${counts.rowsOut} out, ${counts.quarantined} set aside, ${counts.changes} cells changed${aside}${nothing}`,
  );
};
