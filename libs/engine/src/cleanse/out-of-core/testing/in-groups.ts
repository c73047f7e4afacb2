import pl from 'nodejs-polars';

/** Writes a Parquet file once more, in row groups of so many rows. A frame's own writer knows no size of them. */
export const inGroups = (from: string, to: string, rowGroupSize: number): void => {
  pl.scanParquet(from, { glob: false }).sinkParquet(to, { rowGroupSize, compression: 'zstd', statistics: false }).collectSync({ engine: 'streaming' } as never); // prettier-ignore
};
