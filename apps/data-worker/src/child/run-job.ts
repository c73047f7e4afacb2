import { jobCatalog } from '@millrace/contracts';
import { openTable } from './open-table';
import type { ChildRequest, ChildResult, DataJobKind } from './protocol';
import type { Report, UseCase } from './use-case';
import { useCases } from './use-cases';

/** Share of a job that reading its input takes, where it has to be read. */
const readingShare = 0.4;

/** Runs the use case of one job over its table. */
export const runJob = async (request: ChildRequest, report: Report): Promise<Omit<ChildResult, 'anonBytes'>> => {
  const { jobKind, outputDir } = request;
  const parameters = jobCatalog[jobKind].parameters.parse(request.parameters);
  const startedAt = performance.now();
  report({ stage: 'ingest', fraction: 0, rowsDone: 0, rowsTotal: null });
  const { table, made, files } = await openTable(request, (rows) =>
    report({ stage: 'ingest', fraction: readingShare / 2, rowsDone: rows, rowsTotal: null }),
  );
  const openedAt = performance.now();
  const { rows } = table.ingest;
  const before = made === null ? 0 : readingShare;
  const onProgress = (stage: string, fraction: number) =>
    report({ stage, fraction: before + (1 - before) * 0.99 * fraction, rowsDone: Math.round(rows * fraction), rowsTotal: rows });
  const run = useCases[jobKind] as UseCase<DataJobKind>;
  const result = await run({ table, parameters, outputDir, onProgress });
  const timings = { ingestMs: Math.round(openedAt - startedAt), computeMs: Math.round(performance.now() - openedAt) };
  return { ...result, files: [...files, ...result.files], workingCopy: made, timings };
};
