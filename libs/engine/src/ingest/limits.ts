const MEBIBYTE = 1024 * 1024;

/** What one input may ask of a reader before it is refused. */
export interface IngestLimits {
  readonly maxCellChars: number;
  readonly maxLineChars: number;
  readonly maxColumns: number;
  /** Bytes after decompression. */
  readonly maxExpandedBytes: number;
  /** Expanded ÷ compressed, once more than 64 MiB have come out. */
  readonly maxExpansion: number;
  readonly maxJsonDepth: number;
}

export const defaultLimits: IngestLimits = {
  maxCellChars: 16 * MEBIBYTE,
  maxLineChars: 64 * MEBIBYTE,
  maxColumns: 20_000,
  maxExpandedBytes: 256 * 1024 * MEBIBYTE,
  maxExpansion: 400,
  maxJsonDepth: 200,
};
