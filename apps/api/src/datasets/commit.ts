import type { Made, Sql } from '@millrace/database';

/**
 * Notes under the request's Idempotency-Key, if it has one, what its transaction makes.
 * @param content a hash of what the request came with; null where its route, query and JSON body say all
 */
export type Commit = (sql: Sql, made: Made, content: string | null) => Promise<void>;
