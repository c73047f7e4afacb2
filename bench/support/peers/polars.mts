// Polars reading the file as text, and nothing more.
import pl from 'nodejs-polars';

export const run = (file: string): Promise<{ rows: number; columns: number }> => {
  const frame = file.endsWith('.parquet') ? pl.readParquet(file) : pl.readCSV(file, { inferSchemaLength: null as never });
  return Promise.resolve({ rows: frame.height, columns: frame.width });
};
