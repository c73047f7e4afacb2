import { Fault } from '@millrace/contracts';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { ApiRequest } from '../http/request';
import type { Credentials } from './credentials';
import { policyKey, type RoutePolicy } from './policy';

/** Lets a request through only by its route's policy; a route without one is closed. */
export class PolicyGuard implements CanActivate {
  private readonly reflector = new Reflector();

  constructor(private readonly credentials: Credentials) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const policy = this.reflector.getAllAndOverride<RoutePolicy | undefined>(policyKey, [context.getHandler(), context.getClass()]);
    if (policy === 'public') return true;
    const request = context.switchToHttp().getRequest<ApiRequest>();
    request.caller = await this.credentials.authenticate(request.header('authorization'));
    if (policy === 'key') {
      if (request.caller.via === 'key') return true;
      throw new Fault('insufficient-scope', 'The route needs an API key: a token makes no tokens.');
    }
    if (policy === undefined || !request.caller.scopes.includes(policy))
      throw new Fault('insufficient-scope', `The route needs the scope "${policy ?? 'none that exists'}".`);
    return true;
  }
}
