import { profileWithin, renderReport, writeMetricsTable, writeMetricsWorkbook } from '@millrace/engine';
import { join } from 'node:path';
import type { Command } from '../command-line/command';
import type { Order } from '../process/protocol';
import { profileLines } from './profile-lines';
import { writeWhole } from './write-whole';
import type { Output, ReadTable } from './output';

/** Profiles a table and prints it: for a person, or as the JSON that the API gives. */
export const profileFile = async (
  { workingCopyPath, ingest, name }: ReadTable,
  { json, report, metrics, lane }: Extract<Command, { name: 'profile' }>,
  { memoryBytes, folder }: Pick<Order, 'memoryBytes' | 'folder'>,
  { tell, print }: Output,
): Promise<void> => {
  const onProgress = (share: number) => tell(`profiling ${Math.round(share * 100)} %`);
  const found = await profileWithin({
    ...{ workingCopyPath, ingest, onProgress, lane },
    memoryBytes: memoryBytes ?? process.availableMemory(),
    spill: { path: join(folder, 'spill'), quotaBytes: Infinity },
  });
  if (report !== null) await writeWhole(report, renderReport(found, name));
  if (metrics?.endsWith('.xlsx')) await writeMetricsWorkbook(found, metrics);
  else if (metrics !== null) writeMetricsTable(found, metrics);
  if (json) print(JSON.stringify(found));
  else {
    for (const line of profileLines(found, name)) print(line);
    if (report !== null) print(`\n  report: ${report}`);
    if (metrics !== null) print(`\n  metrics: ${metrics}`);
  }
};
