import { memoryClasses, type QueueName } from '@millrace/contracts';

/** The class queues that can hold a job that fits, the largest class first, so that small jobs do not always take the room first. */
export const queuesWithin = (budgetBytes: number): QueueName[] =>
  memoryClasses
    .filter((_, at) => (memoryClasses[at - 1]?.maxBytes ?? 0) < budgetBytes)
    .map(({ name }) => `data-${name}` as const)
    .reverse();
