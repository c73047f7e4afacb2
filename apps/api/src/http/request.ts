import type { Scope } from '@millrace/contracts';
import type { Request } from 'express';

/** Who asks: a tenant by a key, or by a token that a key made. */
export interface Caller {
  readonly tenantId: string;
  readonly keyId: string;
  readonly via: 'key' | 'token';
  readonly scopes: readonly Scope[];
}

export interface ApiRequest extends Request {
  caller?: Caller;
  requestId?: string;
}

export const requestIdOf = (request: ApiRequest): string => request.requestId ?? '';

/** The caller of a route that is not public: the guard has put it there. */
export const callerOf = (request: ApiRequest): Caller => {
  if (!request.caller) throw new Error('a route without a policy was reached');
  return request.caller;
};
