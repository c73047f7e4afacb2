import type { DecidedChanges, DecidedPairs, Ingest, jobCatalog, MetricHistory, Progress } from '@millrace/contracts';
import type * as z from 'zod';
import type { ChildRequest, ChildResult, DataJobKind } from './protocol';

/** The table of a job, as every kind of job finds it: a working copy and the account of how it was read. */
export interface OpenTable {
  readonly path: string;
  readonly ingest: Ingest;
  /** The file that it was made of, where the job asks for it or has made it. */
  readonly sourcePath: string | null;
  readonly datasetName: string;
  /** A profile of it that an earlier run has stored, where the job asks for it. */
  readonly profilePath: string | null;
}

export interface UseCaseInput<K extends DataJobKind> {
  readonly table: OpenTable;
  /** The version before, of a comparison. */
  readonly before: OpenTable | null;
  /** What a cleansing has left; of a job that takes it back. */
  readonly cleansing: ChildRequest['cleansing'];
  /** What the versions before it were like; of a profile. */
  readonly history: MetricHistory | null;
  /** What people have decided of pairs of rows of the dataset; of a match, a cleansing and its preview. */
  readonly decidedPairs: readonly DecidedPairs[] | null;
  /** What people have decided of suggested changes; of a cleansing and its preview. */
  readonly decidedChanges: readonly DecidedChanges[] | null;
  /** The groups of rows that a match has left; of a job that merges them. */
  readonly clustersPath: string | null;
  readonly parameters: z.output<(typeof jobCatalog)[K]['parameters']>;
  /** Where every file of the result goes. */
  readonly outputDir: string;
  /** What the job may take: memory of its process, and of the disk beside its files. */
  readonly limits: { readonly memoryBytes: number; readonly spillBytes: number };
  readonly onProgress: (stage: string, fraction: number) => void;
}

export type UseCaseResult = Pick<ChildResult, 'files' | 'summary' | 'findings' | 'metrics' | 'policies'>;
export type UseCase<K extends DataJobKind> = (input: UseCaseInput<K>) => Promise<UseCaseResult>;

/** Tells the parent how far the job is. */
export type Report = (progress: Progress) => void;
