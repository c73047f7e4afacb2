import { jobCatalog } from '@millrace/contracts';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openTable } from './open-table';
import type { ChildRequest, ChildResult, DataJobKind } from './protocol';
import type { OpenTable, Report, UseCase } from './use-case';
import { useCases } from './use-cases';

/** Share of a job that reading its input takes, where it has to be read. */
const readingShare = 0.4;

/** What it makes of it is not kept: a run of that version makes its own. */
const openBefore = async ({ before, outputDir }: ChildRequest, onRows: (rows: number) => void): Promise<OpenTable | null> => {
  if (before === null) return null;
  const folder = join(outputDir, 'before');
  await mkdir(folder, { recursive: true });
  return (await openTable(before, folder, onRows)).table;
};

/** Runs the use case of one job over its table. */
export const runJob = async (request: ChildRequest, report: Report): Promise<Omit<ChildResult, 'anonBytes'>> => {
  const { jobKind, outputDir, history, cleansing, decidedPairs, decidedChanges, clustersPath, memoryBytes, spillBytes } = request;
  const parameters = jobCatalog[jobKind].parameters.parse(request.parameters);
  const startedAt = performance.now();
  report({ stage: 'ingest', fraction: 0, rowsDone: 0, rowsTotal: null });
  const onRows = (rows: number) => report({ stage: 'ingest', fraction: readingShare / 2, rowsDone: rows, rowsTotal: null });
  const { table, made, files } = await openTable(request, outputDir, onRows);
  const before = await openBefore(request, onRows);
  const openedAt = performance.now();
  const { rows } = table.ingest;
  const read = made === null ? 0 : readingShare;
  const onProgress = (stage: string, fraction: number) =>
    report({ stage, fraction: read + (1 - read) * 0.99 * fraction, rowsDone: Math.round(rows * fraction), rowsTotal: rows });
  const run = useCases[jobKind] as UseCase<DataJobKind>;
  const limits = { memoryBytes, spillBytes };
  const left = { history, cleansing, decidedPairs, decidedChanges, clustersPath };
  const result = await run({ table, before, ...left, parameters, outputDir, limits, onProgress });
  const { user, system } = process.cpuUsage();
  const timings = {
    ingestMs: Math.round(openedAt - startedAt),
    computeMs: Math.round(performance.now() - openedAt),
    // Of all threads, from the start of the process on.
    cpuMs: Math.round((user + system) / 1000),
  };
  return { ...result, files: [...files, ...result.files], workingCopy: made, timings };
};
