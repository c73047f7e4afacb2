import { Fault, outputFormatSchema, type ChangeCounts, type Manifest } from '@millrace/contracts';
import { cleanseTo, countChanges, obeyDecisions, obeyPairDecisions, suggestRecipe } from '@millrace/engine';
import { join } from 'node:path';
import type { Command } from '../command-line/command';
import type { Order } from '../process/protocol';
import type { Output, ReadTable } from './output';
import { readDecisions } from './read-decisions';
import { readRecipe } from './read-recipe';
import { shown } from './shown';
import { writeQuarantine } from './write-quarantine';
import { writeAll } from './write-whole';

const mostColumns = 8;

/** What each step has changed, by the numbers that undo takes. */
const stepLines = ({ groups }: ChangeCounts): string[] =>
  [...Map.groupBy(groups, ({ step }) => step)].map(([step, own]) => {
    const told = own.toSorted((a, b) => b.cells - a.cells).map(({ column, cells }) => `${cells} in ${shown(column)}`);
    const more = told.length > mostColumns ? [`… ${told.length - mostColumns} more columns`] : [];
    return `  step ${step}, ${own[0]?.stepName}: ${[...told.slice(0, mostColumns), ...more].join(', ')}`;
  });

/** Which columns the selectors of steps have taken. */
const selectedLines = ({ selected = [], recipe: { steps } }: Manifest): string[] =>
  selected.map(({ step, columns }) => {
    const told = columns.slice(0, mostColumns).map(shown);
    const more = columns.length > mostColumns ? [`… ${columns.length - mostColumns} more`] : [];
    return `  step ${step}, ${steps[step]?.step}, selects ${told.length === 0 ? 'no column' : [...told, ...more].join(', ')}`;
  });

/** Cleanses a table, writes what was asked for, and prints the counts. */
export const cleanseFile = async (
  { workingCopyPath, ingest, source, inputPath }: ReadTable,
  { json, recipe, out, changes, quarantine, suggestions, decisions, manifest, lane, as, aside }: Extract<Command, { name: 'cleanse' }>,
  { memoryBytes, folder }: Pick<Order, 'memoryBytes' | 'folder'>,
  { tell, print }: Output,
): Promise<void> => {
  const { recipe: chosen, manifest: wanted } =
    recipe === 'suggested' ? { recipe: suggestRecipe({ workingCopyPath, ingest }).recipe, manifest: null } : await readRecipe(recipe);
  if (wanted !== null && decisions !== null)
    throw new Fault('invalid-recipe', 'A manifest gives the bytes of then: it has the decisions of then.', {
      advice: 'Leave --decisions out, or give the recipe of the manifest alone.',
    });
  const decided = await readDecisions(decisions, ingest);
  const corrected = obeyDecisions(chosen, ingest.columns, decided.changes);
  const obeying = obeyPairDecisions({ workingCopyPath, ingest, recipe: corrected, decided: decided.pairs });
  tell('cleansing');
  const found = await cleanseTo({
    ...{ workingCopyPath, ingest, inputPath, recipe: obeying, outputDir: folder, lane, manifest: wanted, ...(source && { source }) },
    memoryBytes: memoryBytes ?? process.availableMemory(),
    spill: { path: join(folder, 'spill'), quotaBytes: Infinity },
    mayLeaveOut: recipe === 'suggested',
    ...(suggestions !== null && { suggestionsPath: join(folder, 'suggested-changes.ndjson') }),
    onProgress: (share) => tell(`cleansing ${Math.round(share * 100)} %`),
    ...(as !== null && { to: outputFormatSchema.parse({ format: as }) }),
  });
  const { ndjsonPath } = found.quarantine;
  const asCsv = quarantine?.endsWith('.csv') === true ? join(folder, 'quarantine.csv') : null;
  if (asCsv !== null) await writeQuarantine(ndjsonPath, ingest, asCsv);
  const copies = [
    [(found.exported ?? found.output).path, out],
    [found.changes.parquetPath, changes],
    [found.suggestions?.ndjsonPath, suggestions],
    [asCsv ?? ndjsonPath, quarantine],
  ] as const;
  const told = manifest === null ? [] : [{ path: manifest, content: `${JSON.stringify(found.manifest, null, 2)}\n` }];
  await writeAll([...copies.flatMap(([from, path]) => (from === undefined || path === null ? [] : [{ path, from }])), ...told]);
  const counts = {
    ...{ rowsIn: found.rowsIn, rowsOut: found.rowsOut, changes: found.changes.count, quarantined: found.quarantine.count },
    ...(found.suggestions && { suggestions: found.suggestions.count }),
    keptAside: ingest.raggedRows,
    ...(found.leftOut.length > 0 && { leftOut: found.leftOut }),
  };
  const ragged =
    counts.keptAside > 0
      ? `, ${counts.keptAside} rows that do not fit the table kept aside${aside === null ? ' (--aside FILE writes them)' : ''}`
      : '';
  const unsure = found.suggestions && found.suggestions.count > 0 ? `, ${found.suggestions.count} more to decide on` : '';
  const nothing = out === null ? ' (nothing written: give --out)' : '';
  print(
    json
      ? JSON.stringify(counts)
      : `${counts.rowsIn} rows in, ${counts.rowsOut} out, ${counts.quarantined} set aside, ${counts.changes} cells changed${unsure}${ragged}${nothing}`,
  );
  if (json) return;
  for (const { step, columns, neededBytes } of found.leftOut)
    print(
      `  ${step} was left out: it looks at ${columns} whole columns and needs ${Math.ceil(neededBytes / 1024 ** 2)} MB for that (--memory)`,
    );
  for (const line of selectedLines(found.manifest)) print(line);
  if (counts.changes > 0) for (const line of stepLines(countChanges(found.changes.parquetPath))) print(line);
};
