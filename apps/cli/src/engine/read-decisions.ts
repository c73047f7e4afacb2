import { changeVerdictSchema, Fault, suggestedChangeSchema, type DecidedChanges, type Ingest } from '@millrace/contracts';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as z from 'zod';

/** A suggested change as --suggestions writes it, and what somebody has put to it. */
const lineSchema = suggestedChangeSchema
  .pick({ column: true, after: true, record: true })
  .extend({ decision: changeVerdictSchema.optional(), by: z.string().max(200).optional() })
  .loose();

/**
 * Reads what people have decided of suggested changes: the file of them, in which lines have a `decision`, `accepted` or `rejected`, and
 * may say who decided (`by`). Lines without one are passed over.
 * @throws Fault `not-found` where there is no file, `validation-failed` with the line that is none
 */
export const readDecisions = async (path: string | null, { columns }: Pick<Ingest, 'columns'>): Promise<DecidedChanges[]> => {
  if (path === null) return [];
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Fault('not-found', `There are no decisions ${path}.`, { advice: 'Check its path.' });
  });
  const name = basename(path).slice(0, 200);
  const cells = text.split('\n').flatMap((line, at): DecidedChanges['cells'] => {
    if (line.trim() === '') return [];
    const { column, after, record, decision, by } = parse(line, at + 1);
    return decision === undefined ? [] : [{ row: record, column, text: after, decision, by: by ?? name }];
  });
  return cells.length === 0 ? [] : [{ columns: columns.map((column) => column.name), cells }];
};

const parse = (line: string, number: number): z.output<typeof lineSchema> => {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw new Fault('validation-failed', `Line ${number} of the decisions is not JSON.`, { place: { line: number } });
  }
  const parsed = lineSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map(({ path: at, message }) => `${at.join('.')}: ${message}`).join('; ');
  throw new Fault('validation-failed', `Line ${number} of the decisions is none: ${reasons}.`, {
    advice: 'Take the file of --suggestions, and put "decision": "accepted" or "rejected" into its lines.',
    place: { line: number },
  });
};
