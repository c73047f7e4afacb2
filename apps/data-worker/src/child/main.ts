import { readAnonBytes } from '../process/anon-memory';
import { faultOf } from './fault-of';
import { childRequestSchema, type ChildMessage } from './protocol';
import { runJob } from './run-job';

/**
 * The job process: no Nest, no network, no credentials. It takes one request, answers once, and is ended by its worker.
 * It has no signal handlers: they would run only after the native call that they are meant to stop.
 */
const say = (message: ChildMessage): void => void process.send?.(message, undefined, undefined, () => undefined);

const serve = async (raw: unknown): Promise<void> => {
  let stage = 'start';
  try {
    const request = childRequestSchema.parse(raw);
    const result = await runJob(request, (progress) => {
      stage = progress.stage;
      say({ type: 'progress', progress });
    });
    say({ type: 'result', result: { ...result, anonBytes: readAnonBytes('self') } });
  } catch (thrown) {
    say({ type: 'fault', failure: faultOf(thrown).toFailure(stage) });
  }
};

// Without its worker nobody waits for the answer. Where the kernel kills orphans (setpriv), this comes second.
process.on('disconnect', () => process.exit(0));
process.once('message', (raw) => void serve(raw));
say({ type: 'ready' });
