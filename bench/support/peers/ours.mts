// The engine's exact profile of a file, from its bytes to the profile: what `millrace profile FILE` does.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import type * as Engine from '@millrace/engine';

const { ingest, profile } = createRequire(import.meta.url)('../../../dist/libs/engine/src/index.js') as typeof Engine;

export const run = async (file: string): Promise<{ rows: number; columns: number; stages: Record<string, number> }> => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  const cpu = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
  try {
    const workingCopyPath = join(folder, 'working.parquet');
    const before = cpu();
    const read = await ingest({ sourcePath: file, options: {}, outputPath: workingCopyPath, asidePath: join(folder, 'aside') });
    const ingestCpu = cpu() - before;
    const { columns } = await profile({ workingCopyPath, ingest: read });
    return { rows: read.rows, columns: columns.length, stages: { ingestCpu, profileCpu: cpu() - before - ingestCpu } };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
