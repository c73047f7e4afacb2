import type { Ingest } from '@millrace/contracts';
import { mkdir, rm } from 'node:fs/promises';
import { leastLaneBytes } from '../../out-of-core/lane-memory';
import { profileOutOfCore } from '../../out-of-core/profile-out-of-core';
import type { ColumnFacts } from './column-facts';

/**
 * What a profile says that the columns of a working copy are. It is always made in the same way and the same bounded memory, so that a recipe
 * takes the same columns whichever lane it runs in.
 * @param spill a folder that is made and gone afterwards
 * @throws Fault `disk-quota-exceeded`
 */
export const findFacts = async (
  { workingCopyPath, ingest }: { readonly workingCopyPath: string; readonly ingest: Ingest },
  spill: { readonly path: string; readonly quotaBytes: number },
): Promise<ColumnFacts> => {
  await mkdir(spill.path, { recursive: true });
  try {
    const { columns } = await profileOutOfCore({ workingCopyPath, ingest, relations: 'none', memoryBytes: leastLaneBytes, spill });
    return new Map(
      columns.map(({ name, kind, semantic }) => {
        const meant = semantic.flatMap(({ type, confirmed }) => (confirmed ? [type] : []));
        return [name, { names: new Set<string>(), kinds: new Set([kind]), semanticTypes: new Set(meant) }];
      }),
    );
  } finally {
    await rm(spill.path, { recursive: true, force: true });
  }
};
