/** The texts that cells of a chunk are numbers of. */
export interface TextDictionary {
  readonly size: number;
}

/** Some cells of one column, as they lie in memory. */
export interface TextChunk {
  readonly length: number;
  /** Cell i begins in `data` at `places[2 * i]` and ends before `places[2 * i + 1]`; an absent one begins at -1. */
  readonly places: Int32Array;
  readonly data: Uint8Array;
  /** Where the file has them: the number of each cell's text in `dictionary`, -1 of an absent cell. Equal numbers are equal texts. */
  readonly codes: Int32Array | null;
  /** The same object for all chunks that share their numbers. */
  readonly dictionary: TextDictionary | null;
}
