import * as z from 'zod';
import { failureSchema } from '../faults/fault';
import { idSchema, instantSchema } from '../ids';
import { jobKindSchema, runKindSchema } from '../jobs/job-catalog';
import { contractStateSchema } from '../rules/contract';
import { prioritySchema } from '../jobs/priority';
import { jobStateSchema, runStateSchema } from '../jobs/job-state';

/** How far a job is. `rowsTotal` is null until the rows are counted. */
export const progressSchema = z.object({
  stage: z.string(),
  /** Share of the job that is done, 0 to 1, never falling within an attempt. */
  fraction: z.number().min(0).max(1),
  rowsDone: z.number().int().nonnegative(),
  rowsTotal: z.number().int().nonnegative().nullable(),
});
export type Progress = z.infer<typeof progressSchema>;

/** Milliseconds spent in each part of an attempt. */
export const timingsSchema = z.record(z.string(), z.number());
export type Timings = z.infer<typeof timingsSchema>;

export const jobViewSchema = z.object({
  id: idSchema,
  kind: jobKindSchema,
  state: jobStateSchema,
  attempt: z.number().int().nonnegative(),
  progress: progressSchema.nullable(),
  /** Jobs ahead of it in its queue; null when it does not wait or Redis does not answer. */
  queuePosition: z.number().int().nonnegative().nullable(),
  /** Why it waits, such as `needs 6.1 GB; 2 jobs ahead; about 40 s`; null when it does not. */
  waiting: z.string().nullable(),
  queue: z.string(),
  priority: prioritySchema,
  /** What is reserved for it, what it was thought to take beforehand, and what it took: anonymous memory in bytes. */
  needBytes: z.number().int().nonnegative(),
  estimateBytes: z.number().int().nonnegative().nullable(),
  peakBytes: z.number().int().nonnegative().nullable(),
  timings: timingsSchema,
  failure: failureSchema.nullable(),
  createdAt: instantSchema,
  startedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
});
export type JobView = z.infer<typeof jobViewSchema>;

export const artefactKinds = [
  'profile',
  'report',
  'metricsWorkbook',
  'metricsTable',
  'cleansed',
  'export',
  'changes',
  'changeLog',
  'changeCounts',
  'quarantine',
  'quarantineLog',
  'restored',
  'suggestion',
  'preview',
  'suggestedChanges',
  'clusters',
  'samePairs',
  'reviewPairs',
  'recordKeys',
  'golden',
  'goldenRecords',
  'comparison',
  'explanation',
  'manifest',
  'ragged',
  'failingRows',
] as const;
export const artefactKindSchema = z.enum(artefactKinds);
export type ArtefactKind = z.infer<typeof artefactKindSchema>;

/** A stored result of a run. Object keys stay inside; callers download by id. */
export const artefactSchema = z.object({
  id: idSchema,
  kind: artefactKindSchema,
  fileName: z.string(),
  mediaType: z.string(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string(),
  createdAt: instantSchema,
});
export type Artefact = z.infer<typeof artefactSchema>;

export const runSchema = z.object({
  id: idSchema,
  datasetId: idSchema,
  versionId: idSchema,
  kinds: z.array(runKindSchema).min(1),
  state: runStateSchema,
  /** Stage of the job under way, or of the one that failed. */
  stage: z.string().nullable(),
  /** Mean of the jobs' fractions, 0 to 1. */
  progress: z.number().min(0).max(1),
  rowsDone: z.number().int().nonnegative(),
  jobs: z.array(jobViewSchema),
  failure: failureSchema.nullable(),
  /** Counts that describe the results, e.g. rows, columns, findings, changes, quarantined. */
  summary: z.record(z.string(), z.number()),
  /** How the version has kept its contract; null where there is none, and until that is known. */
  contract: contractStateSchema.nullable(),
  createdAt: instantSchema,
  startedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
});
export type Run = z.infer<typeof runSchema>;
