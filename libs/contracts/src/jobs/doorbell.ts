import * as z from 'zod';
import { idSchema } from '../ids';

/** The whole of a queue message. The job's truth is its row in MySQL; the message only says that there is one. */
export const doorbellSchema = z.object({
  v: z.literal(1),
  jobId: idSchema,
  /** Reservation in bytes, so that a host can decide before it takes the message. 0 for agent jobs. */
  needBytes: z.number().int().nonnegative(),
  /** How long it is expected to run; left out where nothing is known. */
  expectedMs: z.number().nonnegative().optional(),
  /** Since when it waits, by its publisher's clock, in milliseconds: an order, not a time to count with. */
  sinceMs: z.number().optional(),
  /** Follows the job from the request that made it into every log line. */
  requestId: z.string(),
});
export type Doorbell = z.infer<typeof doorbellSchema>;

const MEBIBYTE = 1024 * 1024;

/** Upper bounds of need of the memory classes, in bytes, ascending. A need over the last is in the last. */
export const memoryClasses = [
  { name: '512mb', maxBytes: 512 * MEBIBYTE },
  { name: '1gb', maxBytes: 1024 * MEBIBYTE },
  { name: '2gb', maxBytes: 2048 * MEBIBYTE },
  { name: '4gb', maxBytes: 4096 * MEBIBYTE },
  { name: '8gb', maxBytes: 8192 * MEBIBYTE },
  { name: '16gb', maxBytes: 16384 * MEBIBYTE },
  { name: 'max', maxBytes: Number.MAX_SAFE_INTEGER },
] as const;
export type MemoryClass = (typeof memoryClasses)[number]['name'];

const largestClass: MemoryClass = 'max';

export const memoryClassOf = (needBytes: number): MemoryClass =>
  memoryClasses.find(({ maxBytes }) => needBytes <= maxBytes)?.name ?? largestClass;

export const queueNames = ['agent', ...memoryClasses.map(({ name }) => `data-${name}` as const)] as const;
export type QueueName = (typeof queueNames)[number];
