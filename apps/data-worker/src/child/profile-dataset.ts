import type { Profile } from '@millrace/contracts';
import { findUnusual, profile, renderReport } from '@millrace/engine';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResultMetric } from './protocol';
import type { UseCase, UseCaseResult } from './use-case';

/** The metrics as rows, those of the table first; a column's kind is one of them, as text. */
const metricsOf = ({ metrics, columns }: Profile): ResultMetric[] => [
  ...Object.entries(metrics).map(([metric, value]) => ({ column: null, metric, value })),
  ...columns.flatMap(({ position, name, kind, metrics: own }) =>
    [['kind', kind] as const, ...Object.entries(own)].map(([metric, value]) => ({ column: { position, name }, metric, value })),
  ),
];

const policiesOf = ({ privacy }: Profile): UseCaseResult['policies'] =>
  privacy?.columns.flatMap(({ name, types: [first], suggested }) => (first ? [{ column: name, type: first.type, suggested }] : []));

/** Job `dataset.profile`: statistics, kinds and findings of every column, and what is unusual beside earlier versions. */
export const profileDataset: UseCase<'dataset.profile'> = async ({ table, history, parameters, outputDir, onProgress }) => {
  const found = await profile({
    workingCopyPath: table.path,
    ingest: table.ingest,
    ...parameters,
    onProgress: (fraction) => onProgress('profile', fraction),
  });
  const unusual = history === null ? [] : findUnusual(found, history);
  const profiled: Profile = { ...found, findings: [...unusual, ...found.findings] };
  onProgress('write', 1);
  const [profilePath, reportPath] = [join(outputDir, 'profile.json'), join(outputDir, 'report.html')];
  await Promise.all([writeFile(profilePath, JSON.stringify(profiled)), writeFile(reportPath, renderReport(profiled, table.datasetName))]);
  const { rows, columns, raggedRows } = table.ingest;
  return {
    files: [
      { kind: 'profile', path: profilePath, fileName: 'profile.json', mediaType: 'application/json' },
      { kind: 'report', path: reportPath, fileName: 'report.html', mediaType: 'text/html' },
    ],
    summary: { rows, columns: columns.length, findings: profiled.findings.length, unusual: unusual.length, raggedRows },
    findings: profiled.findings,
    metrics: metricsOf(profiled),
    policies: policiesOf(profiled),
  };
};
