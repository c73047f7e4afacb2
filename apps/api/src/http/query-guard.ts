import { Fault } from '@millrace/contracts';
import { SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { ApiRequest } from './request';

const key = 'millrace:query';

/** Names the query parameters that a route knows. */
export const QueryParameters = (names: readonly string[]): MethodDecorator => SetMetadata(key, names);

/** Refuses parameters that a described route does not know: one that is misspelt must not pass for one that was obeyed. */
export class QueryGuard implements CanActivate {
  private readonly reflector = new Reflector();

  canActivate(context: ExecutionContext): boolean {
    const known = this.reflector.get<readonly string[] | undefined>(key, context.getHandler());
    if (known === undefined) return true;
    const { query } = context.switchToHttp().getRequest<ApiRequest>();
    const unknown = Object.keys(query).filter((name) => !known.includes(name));
    if (unknown.length === 0) return true;
    const errors = unknown.map((field) => ({ field, message: 'is no parameter of this route' }));
    const list = known.length === 0 ? 'It takes none.' : `It takes: ${known.join(', ')}.`;
    throw new Fault('validation-failed', `${errors.map(({ field, message }) => `${field}: ${message}`).join('; ')}. ${list}`, {
      evidence: { errors },
    });
  }
}
