/** How memory that is not to be had shows itself: in V8, in the engine, and where a thread cannot get its stack. */
const signs =
  /allocation failed|failed to allocate|out of memory|heap limit|cannot allocate|ERR_MEMORY_ALLOCATION_FAILED|code: 11, kind: WouldBlock|can't spawn worker thread/i;

export const isOutOfMemory = (text: string): boolean => signs.test(text);
