import { ingestSchema, namesMissing, unknownColumns } from '@millrace/contracts';
import type { VersionSource } from '@millrace/database';

/** Names of the columns of a version; null until a job has read it. */
export const columnsOf = ({ ingest }: Pick<VersionSource, 'ingest'>): readonly string[] | null =>
  ingest === null ? null : ingestSchema.parse(ingest).columns.map(({ name }) => name);

/**
 * Refuses names that a version has no columns of, where its columns are known.
 * @param who names them, as a sentence begins
 * @throws Fault `unknown-column`
 */
export const assertColumns = (version: Pick<VersionSource, 'ingest'>, names: readonly string[], who: string): void => {
  const columns = names.length === 0 ? null : columnsOf(version);
  if (columns === null) return;
  const [first, ...others] = namesMissing(names, columns);
  if (first !== undefined) throw unknownColumns(who, [first, ...others], columns);
};
