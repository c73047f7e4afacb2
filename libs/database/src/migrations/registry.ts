import { Initial0001 } from './0001-initial';
import { VersionProfile0002 } from './0002-version-profile';

/** In order; added, never changed once released. */
export const migrations = [Initial0001, VersionProfile0002] as const;
