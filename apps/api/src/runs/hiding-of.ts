import type { Hiding } from '@millrace/contracts';
import { createHmac } from 'node:crypto';
import type { Services } from '../services';

/**
 * What a dataset's policy says now, and the key of its codes: the same for all datasets of a tenant, so that their tables can be joined,
 * and another one for each tenant. Null where nothing is known of any column.
 */
export const hidingOf = async ({ policies, config }: Services, tenantId: string, datasetId: string | undefined): Promise<Hiding | null> => {
  const known = datasetId === undefined ? [] : await policies.list(datasetId);
  if (known.length === 0) return null;
  const key = createHmac('sha256', config.SECRET_KEY).update(`codes of ${tenantId}`).digest('hex');
  return { columns: Object.fromEntries(known.map(({ column, action }) => [column, action])), key };
};
