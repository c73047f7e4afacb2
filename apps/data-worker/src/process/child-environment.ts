/** The whole environment of a job process: what the engine and node need, and nothing that the worker knows. */
export const childEnvironment = (folder: string, threads: number, compileCache: string): Record<string, string> => ({
  TZ: 'UTC',
  TMPDIR: folder,
  NODE_COMPILE_CACHE: compileCache,
  // One arena: memory that a thread gives back can be used by the others. POLARS_TEMP_DIR: what is spilled is deleted with the job.
  MALLOC_ARENA_MAX: '1',
  // Fixed, and not high: a buffer from the heap stays there when it is freed while anything lies above it, and glibc would raise the limit.
  MALLOC_MMAP_THRESHOLD_: '131072',
  // Without the caches of each thread, whose few small pieces keep whole stretches of freed memory from going back.
  GLIBC_TUNABLES: 'glibc.malloc.tcache_count=0',
  POLARS_MAX_THREADS: String(threads),
  POLARS_TEMP_DIR: folder,
  // One row group of Parquet ahead and few values at once: else all of a table is opened that opens faster than it is written.
  POLARS_ROW_GROUP_PREFETCH_SIZE: '1',
  POLARS_PARQUET_DECODE_TARGET_VALUES_PER_THREAD: '100000',
});
