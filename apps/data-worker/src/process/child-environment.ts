/** The whole environment of a job process: what the engine and node need, and nothing that the worker knows. */
export const childEnvironment = (folder: string, threads: number, compileCache: string): Record<string, string> => ({
  TZ: 'UTC',
  TMPDIR: folder,
  NODE_COMPILE_CACHE: compileCache,
  // One arena: memory that a thread gives back can be used by the others. POLARS_TEMP_DIR: what is spilled is deleted with the job.
  MALLOC_ARENA_MAX: '1',
  // Fixed, where glibc would raise it after each large buffer that is freed, and keep ever larger ones in its heap.
  MALLOC_MMAP_THRESHOLD_: '262144',
  POLARS_MAX_THREADS: String(threads),
  POLARS_TEMP_DIR: folder,
});
