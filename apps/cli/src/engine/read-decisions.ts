import {
  changeVerdictSchema,
  Fault,
  pairVerdictSchema,
  suggestedChangeSchema,
  type DecidedChanges,
  type DecidedPairs,
  type Ingest,
} from '@millrace/contracts';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as z from 'zod';

/** A suggested change as --suggestions writes it, and what somebody has put to it. */
const changeSchema = suggestedChangeSchema
  .pick({ column: true, after: true, record: true })
  .extend({ decision: changeVerdictSchema.optional(), by: z.string().max(200).optional() })
  .loose();
/** A pair as --pairs writes it, and what somebody has put to it. */
const pairSchema = z.object({ records: z.tuple([z.string(), z.string()]), decision: pairVerdictSchema.optional() }).loose();

/** What people have decided, by all columns of a table. */
export interface Decisions {
  readonly changes: DecidedChanges[];
  readonly pairs: DecidedPairs[];
}

/**
 * Reads what people have decided of suggested changes, and of pairs of rows: the file of them, in which lines have a `decision` (`accepted`
 * or `rejected`; `same`, `different` or `undecided`), and may say who decided (`by`). Lines without one are passed over.
 * @throws Fault `not-found` where there is no file, `validation-failed` with the line that is none
 */
export const readDecisions = async (path: string | null, { columns: all }: Pick<Ingest, 'columns'>): Promise<Decisions> => {
  if (path === null) return { changes: [], pairs: [] };
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Fault('not-found', `There are no decisions ${path}.`, { advice: 'Check its path.' });
  });
  const name = basename(path).slice(0, 200);
  const cells: DecidedChanges['cells'] = [];
  const pairs: DecidedPairs['pairs'] = [];
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const json = parse(line, at + 1);
    if (typeof json === 'object' && json !== null && 'records' in json) {
      const { records, decision } = checked(pairSchema, json, at + 1);
      if (decision !== undefined) pairs.push({ keys: records, decision });
      continue;
    }
    const { column, after, record, decision, by } = checked(changeSchema, json, at + 1);
    if (decision !== undefined) cells.push({ row: record, column, text: after, decision, by: by ?? name });
  }
  const columns = all.map((column) => column.name);
  return { changes: cells.length === 0 ? [] : [{ columns, cells }], pairs: pairs.length === 0 ? [] : [{ columns, pairs }] };
};

const parse = (line: string, number: number): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    throw new Fault('validation-failed', `Line ${number} of the decisions is not JSON.`, { place: { line: number } });
  }
};

const checked = <T extends z.ZodType>(schema: T, json: unknown, number: number): z.output<T> => {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map(({ path: at, message }) => `${at.join('.')}: ${message}`).join('; ');
  throw new Fault('validation-failed', `Line ${number} of the decisions is none: ${reasons}.`, {
    advice:
      'Take the file of --suggestions, or that of --pairs, and put "decision": "accepted" or "rejected", or "same" or "different", into its lines.',
    place: { line: number },
  });
};
