/** How memory that is not to be had shows itself: in V8, in the engine, and where a thread cannot get its stack (EAGAIN). */
const signs =
  /allocation failed|memory allocation of \d+ bytes failed|failed to allocate|out of memory|heap limit|cannot allocate|ERR_MEMORY_ALLOCATION_FAILED|Resource temporarily unavailable|code: 11, kind: WouldBlock|can't spawn worker thread/i;

/** Whether what an engine said at its end, or threw, is that there was no memory. */
export const isOutOfMemory = (text: string): boolean => signs.test(text);
