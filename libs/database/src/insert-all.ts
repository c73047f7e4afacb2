import type { Sql } from './database';

const chunk = 1000;

/** Inserts many rows, a thousand a statement. @param into the table with its columns, in the order of each row */
export const insertAll = async (sql: Sql, into: string, rows: readonly (readonly unknown[])[]): Promise<void> => {
  for (let at = 0; at < rows.length; at += chunk) await sql.run(`INSERT INTO ${into} VALUES ?`, [rows.slice(at, at + chunk)]);
};
