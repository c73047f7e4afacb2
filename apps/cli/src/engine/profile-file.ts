import { profile, renderReport, writeMetricsTable, writeMetricsWorkbook } from '@millrace/engine';
import type { Command } from '../command-line/command';
import { profileLines } from './profile-lines';
import { writeWhole } from './write-whole';
import type { Output, ReadTable } from './output';

/** Profiles a table and prints it: for a person, or as the JSON that the API gives. */
export const profileFile = async (
  { workingCopyPath, ingest, name }: ReadTable,
  { json, report, metrics }: Extract<Command, { name: 'profile' }>,
  { tell, print }: Output,
): Promise<void> => {
  const onProgress = (share: number) => tell(`profiling ${Math.round(share * 100)} %`);
  const found = await profile({ workingCopyPath, ingest, onProgress });
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
