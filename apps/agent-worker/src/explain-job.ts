import { type AgentRunner, explainDataset, maskValue, type DatasetSubject } from '@millrace/ai';
import { Fault, profileSchema, type Profile } from '@millrace/contracts';
import { attemptPrefix, type ClaimedJob, type DatasetStore, type JobStore, type PolicyStore, type RunStore } from '@millrace/database';
import type { ObjectStore } from '@millrace/storage';
import { underPolicy } from './under-policy';

export interface ExplainParts {
  readonly jobs: JobStore;
  readonly runs: RunStore;
  readonly datasets: DatasetStore;
  readonly policies: PolicyStore;
  readonly storage: ObjectStore;
  readonly agents: AgentRunner;
}

const masksShown = 5;

const subjectOf = ({ ingest, columns, findings }: Profile, name: string): DatasetSubject => ({
  name,
  rows: ingest.rows,
  findings,
  columns: columns.map((column) => ({
    name: column.name,
    kind: column.kind,
    metrics: column.metrics,
    masks: [...new Set(column.top.map(({ value }) => maskValue(value)))].slice(0, masksShown),
  })),
});

/** The newest profile of the same version, from this run or an earlier one. */
const profileOf = async (
  { runs, storage }: ExplainParts,
  { tenantId, runId, versionId }: ClaimedJob,
  datasetId: string,
): Promise<Profile> => {
  const { items } = await runs.list(tenantId, { limit: 100 }, { datasetId });
  const candidates = [runId, ...items.filter((run) => run.versionId === versionId && run.state === 'completed').map(({ id }) => id)];
  for (const candidate of candidates) {
    const found = (await runs.artefacts(tenantId, candidate)).find(({ kind }) => kind === 'profile');
    if (!found) continue;
    const { stream } = await storage.get(found.objectKey);
    return profileSchema.parse(JSON.parse(Buffer.concat((await stream.toArray()) as Buffer[]).toString('utf8')));
  }
  throw new Fault('conflict', 'The version has no profile to explain.', { advice: 'Run profile before explain, or both as one chain.' });
};

/** Explains the profile of the job's version and commits the answer. False where the fence is gone. */
export const explainJob = async (parts: ExplainParts, job: ClaimedJob, signal: AbortSignal): Promise<boolean> => {
  const started = performance.now();
  const version = await parts.datasets.source(job.versionId);
  const profile = await profileOf(parts, job, version.datasetId);
  const subject = underPolicy(subjectOf(profile, version.fileName), await parts.policies.list(version.datasetId));
  const { explanation, usage } = await explainDataset(parts.agents, subject, signal);
  const objectKey = `${attemptPrefix(job)}explanation.json`;
  const stored = await parts.storage.put(objectKey, oneChunk(Buffer.from(JSON.stringify(explanation))));
  const held = await parts.jobs.complete(job, {
    artefacts: [{ kind: 'explanation', fileName: 'explanation.json', mediaType: 'application/json', objectKey, ...stored }],
    summary: { points: explanation.points.length },
    findings: [],
    metrics: [],
    timings: { queueMs: Math.round(job.waitedMs), explainMs: Math.round(performance.now() - started) },
    peakBytes: null,
    progress: { stage: 'done', fraction: 1, rowsDone: profile.ingest.rows, rowsTotal: profile.ingest.rows },
    agentCalls: usage.map((one) => ({ agent: explanation.agent, usage: one })),
  });
  if (!held) await parts.storage.deletePrefix(attemptPrefix(job));
  return held;
};

async function* oneChunk(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}
