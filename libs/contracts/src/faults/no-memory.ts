/** How memory that is not to be had shows itself: in V8, in the engines and their codecs, and where a thread cannot get its stack (EAGAIN). */
const signs =
  /allocation failed|memory allocation of \d+ bytes failed|failed to allocate|out of memory|not enough memory|heap limit|cannot allocate|std::bad_alloc|capacity overflow|ERR_MEMORY_ALLOCATION_FAILED|Resource temporarily unavailable|code: 11, kind: WouldBlock|can't spawn worker thread/i;

/** Whether what a process said at its end is that there was no memory. */
export const saysNoMemory = (text: string): boolean => signs.test(text);

/** Whether something was thrown for want of memory, itself or by what caused it: a file may look damaged for that alone. */
export const isForMemory = (thrown: unknown): boolean => {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 8; error = error.cause, depth += 1)
    if (saysNoMemory(`${(error as NodeJS.ErrnoException).code ?? ''} ${error.message}`)) return true;
  return false;
};
