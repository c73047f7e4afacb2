import {
  artefactKindSchema,
  decidedChangesSchema,
  decidedPairsSchema,
  failureSchema,
  fileFormatSchema,
  findingSchema,
  jobCatalog,
  jobKinds,
  metricHistorySchema,
  policyActionSchema,
  progressSchema,
  readOptionsSchema,
  semanticTypeSchema,
  timingsSchema,
  type JobKind,
} from '@millrace/contracts';
import * as z from 'zod';

/** The kinds of job that run in a process of their own. */
export type DataJobKind = { [K in JobKind]: (typeof jobCatalog)[K]['lane'] extends 'data' ? K : never }[JobKind];
export const isDataJob = (kind: JobKind): kind is DataJobKind => jobCatalog[kind].lane === 'data';
const dataJobKindSchema = z.enum(jobKinds.filter(isDataJob));

const workingCopySchema = z.object({
  /** Parquet, columns by position. */
  path: z.string(),
  /** The engine's account of how the input was read; null: the child makes the working copy first. */
  ingest: z.unknown(),
});

/** One version of a dataset, as files. */
const stagedSchema = z.object({
  datasetName: z.string(),
  /** Null when the working copy exists and the source is not needed. */
  source: z.object({ path: z.string(), readOptions: readOptionsSchema }).nullable(),
  workingCopy: workingCopySchema,
  /** An earlier profile of the version, where the job can use one and there is one. */
  profilePath: z.string().nullable(),
});
export type Staged = z.infer<typeof stagedSchema>;

/** The one message from the parent: everything that the job may see. Files are local paths; the child knows no object keys. */
export const childRequestSchema = stagedSchema.extend({
  jobKind: dataJobKindSchema,
  parameters: z.unknown(),
  /** What the versions before it were like; of a profile. */
  history: metricHistorySchema.nullable(),
  /** What people have decided of pairs of rows of the dataset; of a match, a cleansing and its preview. */
  decidedPairs: decidedPairsSchema.nullable(),
  /** What people have decided of suggested changes; of a cleansing and its preview. */
  decidedChanges: decidedChangesSchema.nullable(),
  /** The groups of rows that a match has left, as a file; of a job that merges them. */
  clustersPath: z.string().nullable(),
  /** What a cleansing has left, as files; of a job that takes it back. */
  cleansing: z.object({ cleansedPath: z.string(), changesPath: z.string() }).nullable(),
  /** The version that a comparison takes as the one before. */
  before: stagedSchema.nullable(),
  outputDir: z.string(),
  memoryBytes: z.number().int().positive(),
  /** Bytes that it may put on disk for a while. */
  spillBytes: z.number().int().nonnegative(),
  threads: z.number().int().positive(),
});
export type ChildRequest = z.infer<typeof childRequestSchema>;

const resultFileSchema = z.object({ kind: artefactKindSchema, path: z.string(), fileName: z.string(), mediaType: z.string() });
export type ResultFile = z.infer<typeof resultFileSchema>;

const metricSchema = z.object({
  /** Null for the table. */
  column: z.object({ position: z.number().int().nonnegative(), name: z.string() }).nullable(),
  metric: z.string(),
  value: z.union([z.number(), z.string()]),
});

export type ResultMetric = z.infer<typeof metricSchema>;

export const childResultSchema = z.object({
  files: z.array(resultFileSchema),
  summary: z.record(z.string(), z.number()),
  findings: z.array(findingSchema),
  metrics: z.array(metricSchema),
  /** What a profile suggests for columns of personal data. */
  policies: z.array(z.object({ column: z.string(), type: semanticTypeSchema, suggested: policyActionSchema })).optional(),
  /** Set when this job made the working copy. */
  workingCopy: z
    .object({
      ingest: z.unknown(),
      format: fileFormatSchema,
      rows: z.number().int().nonnegative(),
      columns: z.number().int().nonnegative(),
    })
    .nullable(),
  timings: timingsSchema,
  /** Anonymous memory of the child as it ended; what a sampler from outside may have missed in a short job. */
  anonBytes: z.number().int().nonnegative().nullable(),
});
export type ChildResult = z.infer<typeof childResultSchema>;

/** The messages from the child. After a result or a fault it exits with 0 by itself. */
export const childMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('progress'), progress: progressSchema }),
  z.object({ type: z.literal('result'), result: childResultSchema }),
  z.object({ type: z.literal('fault'), failure: failureSchema }),
]);
export type ChildMessage = z.infer<typeof childMessageSchema>;
