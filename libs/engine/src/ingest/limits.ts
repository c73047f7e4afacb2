const MEBIBYTE = 1024 * 1024;

/** What one input may ask of a reader before it is refused. */
export interface IngestLimits {
  readonly maxCellChars: number;
  readonly maxLineChars: number;
  readonly maxColumns: number;
  /** Cells of a table, absent ones too, for each character that is there, once there are more than 16 million. */
  readonly maxCellsPerChar: number;
  /** Bytes after decompression. */
  readonly maxExpandedBytes: number;
  /** Expanded ÷ compressed, once more than 64 MiB have come out. */
  readonly maxExpansion: number;
  readonly maxJsonDepth: number;
}

export const defaultLimits: IngestLimits = {
  maxCellChars: 16 * MEBIBYTE,
  maxLineChars: 64 * MEBIBYTE,
  maxColumns: 10_000,
  maxCellsPerChar: 64,
  maxExpandedBytes: 256 * 1024 * MEBIBYTE,
  maxExpansion: 400,
  maxJsonDepth: 200,
};
