// The engine's profile of a file out of core, from its bytes to the profile, within a memory: what `millrace profile FILE --memory SIZE` does.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import type * as Engine from '@millrace/engine';

const { ingest, profileWithin } = createRequire(import.meta.url)('../../../dist/libs/engine/src/index.js') as typeof Engine;

export const run = async (
  file: string,
  memoryBytes: number,
): Promise<{ rows: number; columns: number; stages: Record<string, number> }> => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  const cpu = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
  try {
    const workingCopyPath = join(folder, 'working.parquet');
    const before = cpu();
    const read = await ingest({ sourcePath: file, options: {}, outputPath: workingCopyPath, asidePath: join(folder, 'aside') });
    const ingestCpu = cpu() - before;
    const spill = { path: join(folder, 'spill'), quotaBytes: Infinity };
    const { columns } = await profileWithin({ workingCopyPath, ingest: read, lane: 'outOfCore', memoryBytes, spill });
    return { rows: read.rows, columns: columns.length, stages: { ingestCpu, profileCpu: cpu() - before - ingestCpu } };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
