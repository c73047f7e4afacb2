import { Fault, recordClusterSchema, type RecordCluster } from '@millrace/contracts';
import { mergeClusters } from '@millrace/engine';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { UseCase } from './use-case';

const readClusters = async (path: string): Promise<RecordCluster[]> => {
  const clusters: RecordCluster[] = [];
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity }))
    clusters.push(recordClusterSchema.parse(JSON.parse(line)));
  return clusters;
};

/** Job `dataset.merge`: one golden record of each group of rows that a match has found, with where its cells are from. */
export const mergeMatched: UseCase<'dataset.merge'> = async ({ table, parameters, clustersPath, outputDir }) => {
  if (clustersPath === null) throw new Fault('internal', 'The job has no groups to merge.');
  const clusters = await readClusters(clustersPath);
  const merged = await mergeClusters({
    workingCopyPath: table.path,
    ingest: table.ingest,
    clusters,
    options: parameters.merge,
    outputDir,
  });
  const { output, recordsPath, rowsIn, rowsOut, changes } = merged;
  return {
    files: [
      { kind: 'golden', ...output },
      { kind: 'goldenRecords', path: recordsPath, fileName: 'golden-records.ndjson', mediaType: 'application/x-ndjson' },
    ],
    summary: { rowsIn, rowsOut, merged: rowsIn - rowsOut, goldenRecords: clusters.length, changes },
    findings: [],
    metrics: [],
  };
};
