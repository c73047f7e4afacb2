import type { ColumnProfile, Finding, Privacy, Profile, Relations, SuggestedRule, TimeSeries } from '@millrace/contracts';
import type { TextReader } from '../columnar/text-reader';
import { privacyFindings } from '../pii/privacy-findings';
import { qualityMetrics, scoreQuality } from '../quality/score-quality';
import { relationFindings } from '../relations/relation-findings';
import { checkContract, contractChecks, contractFindings, type CheckContractRequest } from '../rules/check-contract';
import { mineReferences } from '../rules/mine-references';
import { mineTable } from '../rules/mine-rules';
import { duplicateFinding } from './findings';
import type { ProfileRequest } from './profile-request';
import { timeSeriesFindings } from './time-series/time-series-findings';

/** What the columns of a table have given. */
export interface ProfileParts {
  readonly request: Pick<ProfileRequest, 'ingest' | 'contract'> &
    Pick<CheckContractRequest, 'compareRows' | 'lookUp'> &
    Required<Pick<ProfileRequest, 'thresholds' | 'now'>> & { readonly reader: TextReader };
  readonly columns: ColumnProfile[];
  readonly findings: readonly Finding[];
  readonly suggested: readonly SuggestedRule[];
  /** Rows that repeat an earlier one, and the first few of them. */
  readonly duplicates: { readonly count: number; readonly firstRows: number[] };
  readonly tableMetrics: Readonly<Record<string, number>>;
  readonly related: Relations | undefined;
  readonly privacy: Privacy;
  readonly timeSeries: TimeSeries | undefined;
}

/** The profile of a table from what its columns have given: how it keeps its contract, its quality, and all findings in order. */
export const assembleProfile = async (parts: ProfileParts): Promise<Profile> => {
  const { columns, findings, suggested, duplicates, tableMetrics, related, privacy, timeSeries } = parts;
  const { reader, ingest, thresholds, now, contract: held, compareRows, lookUp } = parts.request;
  const { rows } = ingest;
  const cells = rows * columns.length;
  const absent = columns.reduce((sum, { metrics }) => sum + (metrics['nullCount'] ?? 0), 0);
  const contract = held && (await checkContract({ reader, ingest, columns, now, compareRows, lookUp, ...held }));
  const checks = contract ? contractChecks(contract, columns, now) : [];
  const references = related === undefined ? [] : await mineReferences(reader, columns);
  const quality = scoreQuality({ rows, duplicateRows: duplicates.count, columns, findings: [...findings], rules: checks });
  return {
    schema: 'millrace.profile/1',
    ingest,
    columns,
    metrics: {
      rows,
      columns: columns.length,
      duplicateRows: duplicates.count,
      completeness: cells === 0 ? 0 : (cells - absent) / cells,
      ...tableMetrics,
      ...qualityMetrics(quality),
    },
    ...(related === undefined ? {} : { relations: related }),
    ...(timeSeries === undefined ? {} : { timeSeries }),
    privacy,
    quality,
    suggestedRules: [...suggested, ...mineTable(related, columns, rows), ...references],
    ...(contract === undefined ? {} : { contract }),
    findings: [
      ...ingest.findings,
      ...(contract ? contractFindings(contract) : []),
      ...duplicateFinding(duplicates),
      ...relationFindings(related, columns, thresholds),
      ...timeSeriesFindings(timeSeries, thresholds),
      ...privacyFindings(privacy, rows),
      ...findings,
    ],
  };
};
