import type { Readable } from 'node:stream';

export interface Stored {
  readonly bytes: number;
  /** 64 lower-case hexadecimal digits, computed while the bytes went by. */
  readonly sha256: string;
}

export interface PutOptions {
  readonly contentType?: string;
  /** Aborts the upload; nothing of it is kept. */
  readonly signal?: AbortSignal;
}

export interface ByteRange {
  /** 0-based first byte. */
  readonly start: number;
  /** Last byte, inclusive; left out, to the end. */
  readonly end?: number;
}

export interface Fetched {
  readonly stream: Readable;
  /** Of this body. */
  readonly bytes: number;
  /** Of the whole object. */
  readonly totalBytes: number;
}

export interface Listed {
  readonly key: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

/**
 * The port to an object store. Keys are relative paths of safe segments. An object is visible whole or not at all.
 * Faults: `not-found` for an absent key on read, `storage-unavailable` for whatever the store itself does wrong.
 */
export interface ObjectStore {
  put(key: string, source: AsyncIterable<Uint8Array>, options?: PutOptions): Promise<Stored>;
  get(key: string, range?: ByteRange): Promise<Fetched>;
  /** Copies an object to a local file and checks its length. */
  getToFile(key: string, path: string): Promise<void>;
  /** Where the object lies on this machine, to be read in place; null where it does not. */
  localPath(key: string): Promise<string | null>;
  head(key: string): Promise<{ readonly bytes: number } | null>;
  /** Absent keys are no fault. */
  delete(key: string): Promise<void>;
  /** Deletes everything whose key starts with `prefix`; answers how many. Refuses a prefix that takes in the whole store. */
  deletePrefix(prefix: string): Promise<number>;
  list(prefix: string): AsyncIterable<Listed>;
  /**
   * Removes what killed uploads have left behind: files, open multipart uploads and parts that nothing has happened to for
   * `olderThanMs`; answers how many. It must be longer than a living upload may take for one part (`defaultPartBytes`), or it ends that.
   * Rejects with the signal's reason once it is aborted.
   */
  sweep(olderThanMs: number, signal?: AbortSignal): Promise<number>;
  /** A URL that serves the object for a time, or null where the API has to serve it. */
  presign(key: string, options: { readonly fileName: string; readonly expiresSeconds: number }): Promise<string | null>;
  /** Rejects when the store cannot be used. Makes the bucket or folder where it is missing. */
  check(): Promise<void>;
}
