import { Fault, isForMemory, type Failure } from '@millrace/contracts';
import type { News, Order } from '../process/protocol';
import { runCommand } from './run-command';

const send = (news: News): Promise<void> => new Promise((resolve) => process.send?.(news, () => resolve()));

/** What was thrown, as a failure. A failed allocation is told by its message alone. */
const failureOf = (thrown: unknown): Failure => {
  if (isForMemory(thrown))
    return new Fault('out-of-memory', 'The table does not fit into the memory that there is.', {
      advice: 'Give more with --memory, or leave that out.',
    }).toFailure();
  if (thrown instanceof Fault) return thrown.toFailure();
  const place = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return new Fault('internal', `The engine threw an unexpected error: ${place}`).toFailure();
};

// Whoever reads us may stop reading: `millrace profile FILE | head` is no fault.
process.stdout.on('error', () => process.exit(0));
process.once('message', (order: Order) => {
  const onProgress = (text: string) => void send({ type: 'progress', text });
  void runCommand(order, onProgress)
    .then(
      (exitCode): News => ({ type: 'done', exitCode }),
      (error: unknown): News => ({ type: 'failed', failure: failureOf(error) }),
    )
    .then(send)
    .finally(() => process.disconnect());
});
