import { createHash } from 'node:crypto';
import type { Sql } from './database';

/** 32 hexadecimal digits that stand for a text. */
export const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** Notes by which columns rows of a dataset are known again. @returns what stands for them */
export const noteIdentity = async (sql: Sql, datasetId: string, columns: readonly string[]): Promise<string> => {
  const names = JSON.stringify(columns);
  const hash = shortHash(names);
  await sql.run('INSERT IGNORE INTO record_identities (dataset_id, hash, column_names) VALUES (?, ?, ?)', [datasetId, hash, names]);
  return hash;
};

/** The columns by which rows of a dataset are known again, by what stands for them. */
export const identitiesOf = async (sql: Sql, datasetId: string): Promise<Map<string, string[]>> => {
  const rows = await sql.rows('SELECT hash, column_names FROM record_identities WHERE dataset_id = ?', [datasetId]);
  return new Map(rows.map((row) => [String(row['hash']), JSON.parse(String(row['column_names'])) as string[]]));
};

/** In an upsert of decisions: who and when stay where it says what is noted already. */
export const whoUnlessSame = ['key_id', 'person', 'decided_at']
  .map((column) => `${column} = IF(decision = VALUES(decision), ${column}, VALUES(${column}))`)
  .join(', ');
