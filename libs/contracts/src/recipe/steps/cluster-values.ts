import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';

/**
 * Writes values that are spellings of one another as the most frequent of them. `fingerprint` takes those for alike that have the same words
 * in any order, without case, accents and punctuation; `ngram` the same pairs of characters; `phonetic` words that sound alike (Soundex);
 * `edit` texts of five characters or more that are one edit apart. A cluster's members and their numbers are the reason of each change;
 * `except` takes values out of it that are no spelling of another. What is less sure than `threshold` stays as it is: values that are both
 * frequent, clusters in which none is the most frequent, and names that look or sound alike are likely meant (0.7 by fingerprint, else 0.6);
 * others are spellings (0.95, 0.8). So what but sounds or looks alike waits for a yes unless the threshold is lowered: `Iceland` is no slip of
 * `Ireland`.
 */
export const clusterValues = z
  .object({
    step: z.literal('clusterValues'),
    columns: chosenColumnsSchema,
    by: z.enum(['fingerprint', 'ngram', 'phonetic', 'edit']).default('fingerprint'),
    except: z.array(z.string().max(1000)).max(10_000).default([]),
    threshold: z.number().min(0.5).max(1).default(0.9),
  })
  .strict();
