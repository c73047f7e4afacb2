import type { ContractState, Profile } from '@millrace/contracts';
import { findUnusual, profileWithin, renderReport, writeMetricsTable, writeMetricsWorkbook } from '@millrace/engine';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ResultFile, ResultMetric } from './protocol';
import type { UseCase, UseCaseResult } from './use-case';

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The metrics as rows, those of the table first; a column's kind is one of them, as text. */
const metricsOf = ({ metrics, columns }: Profile): ResultMetric[] => [
  ...Object.entries(metrics).map(([metric, value]) => ({ column: null, metric, value })),
  ...columns.flatMap(({ position, name, kind, metrics: own }) =>
    [['kind', kind] as const, ...Object.entries(own)].map(([metric, value]) => ({ column: { position, name }, metric, value })),
  ),
];

const policiesOf = ({ privacy }: Profile): UseCaseResult['policies'] =>
  privacy?.columns.flatMap(({ name, types: [first], suggested }) => (first ? [{ column: name, type: first.type, suggested }] : []));

const failing = (path: string): ResultFile => ({ kind: 'failingRows', path, fileName: basename(path), mediaType: 'application/x-ndjson' });

const contractCounts = ({ contract }: Profile): Record<string, number> => {
  if (!contract) return {};
  const count = (wanted: ContractState) => contract.rules.filter(({ state }) => state === wanted).length;
  return {
    contractRules: contract.rules.length,
    contractFailed: count('failed'),
    contractWarned: count('warned'),
    failingRows: contract.failingRows,
  };
};

/** Job `dataset.profile`: statistics, kinds and findings of every column, how a contract was kept, what is unusual beside earlier versions. */
export const profileDataset: UseCase<'dataset.profile'> = async ({ table, history, parameters, outputDir, limits, onProgress }) => {
  const { contract, ...options } = parameters;
  const failingRowsPath = join(outputDir, 'failing-rows.ndjson');
  const found = await profileWithin({
    workingCopyPath: table.path,
    ingest: table.ingest,
    ...options,
    memoryBytes: limits.memoryBytes,
    spill: { path: join(outputDir, 'spill'), quotaBytes: limits.spillBytes },
    contract: contract && { contract, failingRowsPath },
    onProgress: (fraction) => onProgress('profile', fraction),
  });
  const unusual = history === null ? [] : findUnusual(found, history);
  const profiled: Profile = { ...found, findings: [...unusual, ...found.findings] };
  onProgress('write', 1);
  const [profilePath, reportPath] = [join(outputDir, 'profile.json'), join(outputDir, 'report.html')];
  const [workbookPath, metricsPath] = [join(outputDir, 'metrics.xlsx'), join(outputDir, 'metrics.parquet')];
  writeMetricsTable(profiled, metricsPath);
  await Promise.all([
    writeFile(profilePath, JSON.stringify(profiled)),
    writeFile(reportPath, renderReport(profiled, table.datasetName)),
    writeMetricsWorkbook(profiled, workbookPath),
  ]);
  const { rows, columns, raggedRows } = table.ingest;
  return {
    files: [
      { kind: 'profile', path: profilePath, fileName: 'profile.json', mediaType: 'application/json' },
      { kind: 'report', path: reportPath, fileName: 'report.html', mediaType: 'text/html' },
      { kind: 'metricsWorkbook', path: workbookPath, fileName: 'metrics.xlsx', mediaType: workbookType },
      { kind: 'metricsTable', path: metricsPath, fileName: 'metrics.parquet', mediaType: 'application/vnd.apache.parquet' },
      ...(profiled.contract && profiled.contract.failingRows > 0 ? [failing(failingRowsPath)] : []),
    ],
    summary: {
      rows,
      columns: columns.length,
      findings: profiled.findings.length,
      unusual: unusual.length,
      raggedRows,
      ...contractCounts(profiled),
    },
    findings: profiled.findings,
    metrics: metricsOf(profiled),
    policies: policiesOf(profiled),
  };
};
