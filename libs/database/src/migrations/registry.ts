import { Initial0001 } from './0001-initial';
import { VersionProfile0002 } from './0002-version-profile';
import { MetricValues0003 } from './0003-metric-values';
import { Admission0004 } from './0004-admission';
import { ColumnPolicies0005 } from './0005-column-policies';
import { Contracts0006 } from './0006-contracts';
import { LeasedKeys0007 } from './0007-leased-keys';
import { SavedRecipes0008 } from './0008-saved-recipes';
import { PairDecisions0009 } from './0009-pair-decisions';
import { ChangeDecisions0010 } from './0010-change-decisions';

/** In order; added, never changed once released. */
export const migrations = [
  Initial0001,
  VersionProfile0002,
  MetricValues0003,
  Admission0004,
  ColumnPolicies0005,
  Contracts0006,
  LeasedKeys0007,
  SavedRecipes0008,
  PairDecisions0009,
  ChangeDecisions0010,
] as const;
