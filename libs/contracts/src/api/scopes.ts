import * as z from 'zod';

/** What a key or token may do. `keys:write` may also mint tokens and make keys with no more scopes than its own. */
export const scopes = [
  'datasets:read',
  'datasets:write',
  'runs:read',
  'runs:write',
  'webhooks:read',
  'webhooks:write',
  'keys:read',
  'keys:write',
] as const;
export const scopeSchema = z.enum(scopes);
export type Scope = z.infer<typeof scopeSchema>;
