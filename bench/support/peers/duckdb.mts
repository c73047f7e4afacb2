// DuckDB over the same file: SUMMARIZE, and the statistics of our profile as exact SQL, as far as SQL has them.
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';

const scanOf = (file: string): string => (file.endsWith('.parquet') ? `read_parquet('${file}')` : `read_csv('${file}', sample_size = -1)`);
const connect = async (): Promise<DuckDBConnection> => (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const summarize = async (file: string): Promise<{ columns: number }> => {
  const rows = await (await connect()).runAndReadAll(`SUMMARIZE SELECT * FROM ${scanOf(file)}`);
  return { columns: rows.currentRowCount };
};

const isNumber = (type: string): boolean => /INT|DOUBLE|FLOAT|DECIMAL|HUGEINT/.test(type);
const isTime = (type: string): boolean => /DATE|TIMESTAMP/.test(type);

const common = (c: string): string[] => [`count(*)`, `count(${c})`, `count(DISTINCT ${c})`, `min(${c})`, `max(${c})`];
const ofNumbers = (c: string): string[] => [
  `sum(${c})`,
  `avg(${c})`,
  `var_samp(${c})`,
  `sem(${c})`,
  `skewness(${c})`,
  `kurtosis_pop(${c})`,
  `quantile_cont(${c}, [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99])`,
  `mad(${c})`,
  `count(*) FILTER (${c} = 0)`,
  `count(*) FILTER (${c} < 0)`,
  `entropy(${c})`,
];
const ofTexts = (c: string): string[] => [
  `min(length(${c}))`,
  `max(length(${c}))`,
  `avg(length(${c}))`,
  `min(strlen(${c}))`,
  `max(strlen(${c}))`,
  `count(*) FILTER (${c} <> trim(${c}))`,
  `count(*) FILTER (${c} = upper(${c}))`,
  `count(*) FILTER (${c} = lower(${c}))`,
  `entropy(${c})`,
];

/** The file is read once, into DuckDB's own columns; then one aggregate query over all columns, then the most frequent values and the values that occur once, column by column. */
export const exact = async (file: string): Promise<{ columns: number }> => {
  const connection = await connect();
  await connection.run(`CREATE TABLE t AS SELECT * FROM ${scanOf(file)}`);
  const described = (await connection.runAndReadAll('DESCRIBE t')).getRowObjects() as { column_name: string; column_type: string }[];
  const columns = described.map(({ column_name: name, column_type: type }) => ({ column: quoted(name), type }));
  const aggregates = columns.flatMap(({ column, type }) => [
    ...common(column),
    ...(isNumber(type) ? ofNumbers(column) : isTime(type) ? [] : ofTexts(`${column}::VARCHAR`)),
  ]);
  await connection.runAndReadAll(`SELECT ${aggregates.map((aggregate, at) => `${aggregate} AS a${at}`).join(', ')} FROM t`);
  for (const { column } of columns) {
    const groups = `SELECT ${column} AS value, count(*) AS n FROM t GROUP BY 1`;
    await connection.runAndReadAll(
      `WITH g AS MATERIALIZED (${groups}) SELECT (SELECT count(*) FROM g WHERE n = 1), (SELECT list(v) FROM (SELECT (value, n) AS v FROM g ORDER BY n DESC LIMIT 10))`,
    );
  }
  await connection.runAndReadAll(`SELECT count(*) FROM (SELECT DISTINCT hash(t) FROM t)`);
  return { columns: columns.length };
};
