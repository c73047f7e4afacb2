import { profileSchema, type Profile } from '@millrace/contracts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pl from 'nodejs-polars';
import { profile } from '../../profile/profile';
import type { ProfileRequest } from '../../profile/profile-request';

type Cells = readonly (string | null)[];

/** Profiles a table given by its columns, by way of a working copy. */
export const profileColumns = async (
  columns: Readonly<Record<string, Cells>>,
  options: Omit<ProfileRequest, 'workingCopyPath' | 'ingest'> = {},
): Promise<Profile> => {
  const folder = await mkdtemp(join(tmpdir(), 'relations-'));
  try {
    const workingCopyPath = join(folder, 'working.parquet');
    const names = Object.keys(columns);
    const frame = pl.DataFrame(names.map((name, at) => pl.Series(`c${at}`, [...columns[name]!], pl.Utf8)));
    frame.lazy().sinkParquet(workingCopyPath, { rowGroupSize: 100_000 }).collectSync();
    const ingest: ProfileRequest['ingest'] = {
      schema: 'millrace.ingest/1',
      format: 'csv',
      compression: 'none',
      dialect: null,
      rows: columns[names[0]!]!.length,
      columns: names.map((name, position) => ({ position, name, jsonText: false })),
      raggedRows: 0,
      findings: [],
    };
    return profileSchema.parse(await profile({ workingCopyPath, ingest, ...options }));
  } finally {
    await rm(folder, { recursive: true });
  }
};
