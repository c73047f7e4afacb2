import * as z from 'zod';

/** Values that a document lists, as texts; null is left out, as an absent cell is no rule's but `notNull`'s. Undefined where none remain. */
export const listedValues = z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).transform((listed) => {
  const values = listed.filter((value) => value !== null).map(String);
  return values.length === 0 ? undefined : values;
});
