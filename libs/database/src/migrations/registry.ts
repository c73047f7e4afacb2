import { Initial0001 } from './0001-initial';

/** In order; added, never changed once released. */
export const migrations = [Initial0001] as const;
