/** Whether one text becomes the other by one substitution, insertion, deletion or exchange of neighbours. */
export const isOneEdit = (a: string, b: string): boolean => {
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
  if (longer.length - shorter.length > 1) return false;
  let start = 0;
  while (start < shorter.length && shorter[start] === longer[start]) start += 1;
  if (longer.length > shorter.length) return shorter.slice(start) === longer.slice(start + 1);
  if (shorter.slice(start + 1) === longer.slice(start + 1)) return true;
  return (
    shorter[start] === longer[start + 1] && shorter[start + 1] === longer[start] && shorter.slice(start + 2) === longer.slice(start + 2)
  );
};

const leastDigits = 3;

/** Numbers that name something, such as a postcode: 1 where they are the same, 0.95 where one digit was mistyped in three or more. */
export const digits = (a: string, b: string): number => {
  if (a === b) return 1;
  return Math.min(a.length, b.length) >= leastDigits && isOneEdit(a, b) ? 0.95 : 0;
};

const nationalDigits = 9;

/** Phone numbers by their last nine digits: what comes before may or may not be written. */
export const phones = (a: string, b: string): number => digits(a.slice(-nationalDigits), b.slice(-nationalDigits));
