import { Fault, profileSchema, type Profile } from '@millrace/contracts';
import { compareTables, profile } from '@millrace/engine';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenTable, UseCase } from './use-case';

/** Share of the job that each profile takes which is not there yet. */
const profileShare = 0.3;

/** The profile that an earlier run has stored, where it is one of these rows in today's form. */
const storedProfile = async ({ profilePath, ingest }: OpenTable): Promise<Profile | null> => {
  if (profilePath === null) return null;
  const { success, data } = profileSchema.safeParse(JSON.parse(await readFile(profilePath, 'utf8')));
  return success && data.ingest.rows === ingest.rows ? data : null;
};

/** Job `dataset.compare`: what has changed from one version to another: columns, distributions, and rows by key. */
export const compareDatasets: UseCase<'dataset.compare'> = async ({ table, before: earlier, parameters, outputDir, onProgress }) => {
  if (earlier === null) throw new Fault('internal', 'A comparison was started without a version to compare with.');
  let done = 0;
  const profiled = async (of: OpenTable) => {
    const found = await storedProfile(of);
    if (found !== null) return { workingCopyPath: of.path, profile: found };
    const from = done;
    const made = await profile({
      workingCopyPath: of.path,
      ingest: of.ingest,
      onProgress: (fraction) => onProgress('profile', from + profileShare * fraction),
    });
    done += profileShare;
    return { workingCopyPath: of.path, profile: made };
  };
  const [before, after] = [await profiled(earlier), await profiled(table)];
  const { key, thresholds } = parameters;
  const compared = await compareTables({
    before,
    after,
    key,
    thresholds,
    onProgress: (fraction) => onProgress('compare', done + (1 - done) * fraction),
  });
  const path = join(outputDir, 'comparison.json');
  await writeFile(path, JSON.stringify(compared));
  const { rows, columns, columnSchema, rowDifference, hasDrift } = compared;
  return {
    files: [{ kind: 'comparison', path, fileName: 'comparison.json', mediaType: 'application/json' }],
    summary: {
      rows: rows.after,
      rowsBefore: rows.before,
      hasDrift: Number(hasDrift),
      driftedColumns: columns.filter(({ verdict }) => verdict === 'drift').length,
      addedColumns: columnSchema.added.length,
      removedColumns: columnSchema.removed.length,
      ...(rowDifference === null
        ? {}
        : { rowsAdded: rowDifference.added, rowsRemoved: rowDifference.removed, rowsChanged: rowDifference.changedRows }),
    },
    findings: [],
    metrics: [],
  };
};
