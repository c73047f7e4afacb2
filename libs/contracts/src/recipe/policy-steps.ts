import type { PolicyAction } from '../privacy/privacy';
import type { Step } from './step-registry';

/**
 * The steps that do with columns what a policy says, to be put behind all others of a recipe: `drop` leaves a column out for good, `hash`
 * writes codes, `mask` leaves the form of a text alone. Columns that are allowed, or not named, stay.
 * @param policy actions by the names of columns
 * @param key of the codes, 16 signs at least: tables whose codes were made with one key can be joined
 */
export const policySteps = (policy: Readonly<Record<string, PolicyAction>>, key: string): Step[] => {
  const named = (wanted: PolicyAction): string[] => Object.keys(policy).filter((name) => policy[name] === wanted);
  const [masked, hashed, dropped] = [named('mask'), named('hash'), named('drop')];
  return [
    ...(masked.length > 0 ? [{ step: 'maskCells', columns: masked, keep: 0 } as const] : []),
    ...(hashed.length > 0 ? [{ step: 'hashCells', columns: hashed, key } as const] : []),
    ...(dropped.length > 0 ? [{ step: 'dropColumns', columns: dropped, forGood: true } as const] : []),
  ];
};
