import type { Place } from '../faults/fault';

const inside = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<PropertyKey, unknown>)[key] : undefined;

/**
 * Names the step of a recipe that an issue of validation is about, as `steps[1] (replaceText)`; null where it is about none.
 * @param path of the issue
 * @param value that the recipe is, or stands in as `recipe`
 */
export const stepOfIssue = (path: readonly PropertyKey[], value: unknown): { readonly said: string; readonly place: Place } | null => {
  const from = path[0] === 'recipe' ? 1 : 0;
  const [steps, at, ...rest] = path.slice(from);
  if (steps !== 'steps' || typeof at !== 'number') return null;
  const name = inside(path.slice(0, from + 2).reduce(inside, value), 'step');
  const field = rest.join('.');
  const who = `steps[${at}]${typeof name === 'string' ? ` (${name.slice(0, 60)})` : ''}`;
  return { said: field === '' ? who : `${who} ${field}`, place: { step: at, ...(field !== '' && { field }) } };
};
