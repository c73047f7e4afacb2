/** A stored file that can be read in part: a local one or an object. */
export interface InspectedSource {
  readonly bytes: number;
  /** Up to `length` bytes from `start`; fewer at the end. */
  readonly read: (start: number, length: number) => Promise<Buffer>;
}

/** What a table is thought to be, from a few parts of its file. */
export interface TableEstimate {
  readonly rows: number;
  readonly columns: number;
  /** All cells as text, in bytes, without delimiters. */
  readonly textBytes: number;
  /** Of the widest column, in bytes. */
  readonly widestBytes: number;
  readonly basis: 'footer' | 'sample' | 'inflated' | 'directory';
  /** Of the largest row group, where a footer tells. */
  readonly groupRows?: number;
}

const sampleBytes = 128 * 1024;
const samples = 12;

/** Parts of a file: its head, its tail and some between, evenly spread; all of it where it is small. */
export const sampleParts = async ({ bytes, read }: InspectedSource): Promise<Buffer[]> => {
  if (bytes <= samples * sampleBytes) return [await read(0, bytes)];
  const step = (bytes - sampleBytes) / (samples - 1);
  return Promise.all(Array.from({ length: samples }, (_, at) => read(Math.floor(at * step), sampleBytes)));
};
