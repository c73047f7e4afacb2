import type { Ingest } from '@millrace/contracts';

/** What a reader of one format found out while it wrote the clean CSV file. */
export type ReadTable = Pick<Ingest, 'rows' | 'columns' | 'raggedRows' | 'findings'>;
