import { Fault, namesMissing, unknownColumns } from '@millrace/contracts';
import { columnsOf } from '../datasets/columns-of';
import type { Services } from '../services';

/**
 * Refuses decisions on columns that the dataset does not have: a slip in a name would hide nothing, and nobody would be told. Columns are those
 * of the newest version that was read, and those that have a policy from before.
 * @throws Fault `unknown-column`, `version-not-ready` where no version was read yet
 */
export const assertDecidable = async ({ datasets, policies }: Services, datasetId: string, names: readonly string[]): Promise<void> => {
  const read = await datasets.newestRead(datasetId);
  const columns = read && columnsOf(read);
  if (read === null || columns === null)
    throw new Fault('version-not-ready', 'No version of the dataset has been read yet: which columns it has is not known.', {
      advice: 'Wait for a run that profiles it, or start one.',
    });
  if (namesMissing(names, columns).length === 0) return;
  const known = (await policies.list(datasetId)).map(({ column }) => column);
  const [first, ...others] = namesMissing(names, [...columns, ...known]);
  if (first !== undefined) throw unknownColumns(`The policy (of version ${read.number})`, [first, ...others], columns);
};
