import { Fault } from '@millrace/contracts';
import { createPool, type PoolOptions } from 'mysql2';
import { DataSource, type QueryRunner } from 'typeorm';
import { DatabaseError } from './database-error';
import { migrations } from './migrations/registry';

export type Row = Record<string, unknown>;

/** What runs SQL: the pool, or one transaction of it. */
export interface Sql {
  rows<R extends Row = Row>(sql: string, parameters?: readonly unknown[]): Promise<R[]>;
  /** Rows that the statement matched. */
  run(sql: string, parameters?: readonly unknown[]): Promise<number>;
}

const property = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : undefined;

const deadlocks = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD']);
const lostConnection =
  /ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|PROTOCOL_|ER_SERVER_SHUTDOWN|ER_CON_COUNT|POOL|closed state|ER_QUERY_INTERRUPTED|ER_CONNECTION_KILLED/;

const mapError = (error: unknown, statement = ''): never => {
  if (error instanceof Fault || error instanceof DatabaseError) throw error;
  const code = property(error, 'code');
  const text = `${typeof code === 'string' ? code : ''} ${error instanceof Error || typeof property(error, 'message') === 'string' ? String(property(error, 'message')) : ''}`;
  if (lostConnection.test(text))
    throw new Fault('dependency-unavailable', 'The database does not answer.', { cause: new DatabaseError(error, statement) });
  throw new DatabaseError(error, statement);
};

const over = (execute: (sql: string, parameters: unknown[]) => Promise<unknown>): Sql => ({
  rows: async <R extends Row>(sql: string, parameters: readonly unknown[] = []) =>
    (await execute(sql, [...parameters]).catch((error: unknown) => mapError(error, sql))) as R[],
  run: async (sql, parameters = []) =>
    Number(property(await execute(sql, [...parameters]).catch((error: unknown) => mapError(error, sql)), 'affectedRows') ?? 0),
});

const deadlockTries = 8;

/** Said once a connection rather than once a transaction: that is one trip less for each. A connection that does not take it is of no use. */
const isolated = (options: PoolOptions) =>
  createPool(options).on('connection', (connection) => {
    connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', (error) => {
      if (error) connection.destroy();
    });
  });

/** One pool of connections to MySQL or MariaDB. Times are UTC by the database's clock. */
export class Database implements Sql {
  private readonly sql: Sql;

  private constructor(private readonly source: DataSource) {
    this.sql = over((sql, parameters) => this.source.query(sql, parameters));
  }

  /** @throws Fault `dependency-unavailable` when the server does not answer. */
  static async connect(url: string, poolSize = 10): Promise<Database> {
    const source = new DataSource({
      type: 'mysql',
      driver: { createPool: isolated },
      url,
      timezone: 'Z',
      charset: 'utf8mb4',
      supportBigNumbers: true,
      bigNumberStrings: false,
      connectTimeout: 5000,
      poolSize,
      logging: false,
      migrations: [...migrations],
      migrationsTableName: 'schema_migrations',
      extra: { connectionLimit: poolSize, waitForConnections: true, enableKeepAlive: true },
    });
    await source.initialize().catch((error: unknown) => mapError(error));
    return new Database(source);
  }

  rows<R extends Row = Row>(sql: string, parameters?: readonly unknown[]): Promise<R[]> {
    return this.sql.rows<R>(sql, parameters);
  }

  run(sql: string, parameters?: readonly unknown[]): Promise<number> {
    return this.sql.run(sql, parameters);
  }

  /** Runs `work` in one transaction; again, from its start, when the server chose it as the victim of a deadlock. */
  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(work);
      } catch (error) {
        if (!deadlocks.has(String(property(error, 'code'))) || attempt >= deadlockTries) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt));
      }
    }
  }

  /** Brings the schema up to date; safe to call from many processes at once. */
  async migrate(): Promise<void> {
    const runner = this.source.createQueryRunner();
    try {
      await runner.query(`SELECT GET_LOCK(CONCAT(DATABASE(), '.migrate'), 60)`);
      await this.source.runMigrations({ transaction: 'none' });
    } finally {
      await runner.query(`SELECT RELEASE_LOCK(CONCAT(DATABASE(), '.migrate'))`).catch(() => undefined);
      await runner.release();
    }
  }

  async ping(): Promise<void> {
    await this.rows('SELECT 1');
  }

  close(): Promise<void> {
    return this.source.destroy();
  }

  private async once<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const runner: QueryRunner = this.source.createQueryRunner();
    try {
      await runner.connect().catch((error: unknown) => mapError(error));
      await runner.startTransaction().catch((error: unknown) => mapError(error));
      const result = await work(over((sql, parameters) => runner.query(sql, parameters)));
      await runner.commitTransaction().catch((error: unknown) => mapError(error));
      return result;
    } catch (error) {
      await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release().catch(() => undefined);
    }
  }
}
