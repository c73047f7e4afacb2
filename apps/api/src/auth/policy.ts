import type { Scope } from '@millrace/contracts';
import { SetMetadata } from '@nestjs/common';

/** What a route asks of its caller: a scope, or `key`: any API key but no token, or nothing. */
export type RoutePolicy = Scope | 'key' | 'public';
export const policyKey = 'millrace:policy';

/** Every route carries one; the guard refuses those that do not, and a test finds them. */
export const Policy = (policy: RoutePolicy) => SetMetadata(policyKey, policy);
