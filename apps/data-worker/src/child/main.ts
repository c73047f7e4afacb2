import { Fault, type JobKind, type Progress } from '@millrace/contracts';
import { cleanseDataset } from './cleanse-dataset';
import { prepareWorkingCopy } from './prepare-working-copy';
import { profileDataset } from './profile-dataset';
import type { ChildMessage, ChildTask } from './protocol';
import type { UseCase } from './use-case';

const useCases: Readonly<Partial<Record<JobKind, UseCase>>> = { 'dataset.profile': profileDataset, 'dataset.cleanse': cleanseDataset };

const reportEveryMs = 200;

const send = (message: ChildMessage): Promise<void> =>
  new Promise((resolve) => {
    if (!process.send) resolve();
    else
      process.send(message, () => {
        resolve();
      });
  });

const reporter = () => {
  let last = 0;
  return (progress: Progress) => {
    if (performance.now() - last < reportEveryMs) return;
    last = performance.now();
    void send({ type: 'progress', progress });
  };
};

const work = async (task: ChildTask) => {
  const useCase = useCases[task.kind];
  if (!useCase) throw new Fault('internal', `No use case for ${task.kind}.`);
  const report = reporter();
  const started = performance.now();
  const prepared = await prepareWorkingCopy(task, report);
  const read = performance.now();
  const result = await useCase(task, prepared, report);
  const timings = { ingestMs: Math.round(read - started), engineMs: Math.round(performance.now() - read) };
  const { path, ingest, isNew } = prepared;
  await send({
    type: 'result',
    result: {
      ...result,
      files: [...prepared.files, ...result.files],
      timings,
      workingCopy: isNew ? { path, ingest } : null,
      rows: ingest.rows,
    },
  });
};

// A parent that is gone cannot use the result. A native call that runs is not interrupted by this; the parent's own end is covered by the kernel.
process.on('disconnect', () => process.exit(1));
process.once('message', (task: ChildTask) => {
  work(task)
    .catch((error: unknown) => {
      const fault = Fault.wrap(error);
      // The stack helps whoever reads the worker's log; it names code and no cells.
      if (fault.code === 'internal')
        process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message).slice(0, 4000) : 'unknown'}\n`);
      return send({ type: 'fault', failure: fault.toFailure('engine') });
    })
    .finally(() => process.exit(0));
});
void send({ type: 'ready' });
