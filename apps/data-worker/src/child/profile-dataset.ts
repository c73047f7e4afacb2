import { profile, renderReport } from '@millrace/engine';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UseCase } from './use-case';

export const profileDataset: UseCase = async (task, { path, ingest }, report) => {
  const onProgress = (share: number) => {
    report({ stage: 'profile', fraction: 0.3 + 0.65 * share, rowsDone: Math.round(ingest.rows * share), rowsTotal: ingest.rows });
  };
  const found = profile({ workingCopyPath: path, ingest, onProgress });
  const [profilePath, reportPath] = [join(task.outputDir, 'profile.json'), join(task.outputDir, 'report.html')];
  await Promise.all([writeFile(profilePath, JSON.stringify(found)), writeFile(reportPath, renderReport(found, task.fileName))]);
  const tableMetrics = Object.entries(found.metrics).map(([metric, value]) => ({ column: null, metric, value }));
  const columnMetrics = found.columns.flatMap(({ position, name, metrics }) =>
    Object.entries(metrics).map(([metric, value]) => ({ column: { position, name }, metric, value })),
  );
  return {
    files: [
      { kind: 'profile', path: profilePath, fileName: 'profile.json', mediaType: 'application/json' },
      { kind: 'report', path: reportPath, fileName: 'report.html', mediaType: 'text/html' },
    ],
    summary: { rows: ingest.rows, columns: ingest.columns.length, findings: found.findings.length, raggedRows: ingest.raggedRows },
    findings: found.findings,
    metrics: [...tableMetrics, ...columnMetrics],
  };
};
