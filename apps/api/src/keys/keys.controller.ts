import { Fault, idSchema, instantSchema, nameSchema, scopeSchema } from '@millrace/contracts';
import type { ApiKey } from '@millrace/database';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import * as z from 'zod';
import { Policy } from '../auth/policy';
import { Describe } from '../http/describe';
import { idParameterSchema } from '../http/page-query';
import { parse } from '../http/parse';
import { callerOf, type ApiRequest } from '../http/request';
import { SERVICES, type Services } from '../services';

const keySchema = z.object({
  id: idSchema,
  tenantId: idSchema,
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(scopeSchema),
  createdAt: instantSchema,
  lastUsedAt: instantSchema.nullable(),
  revokedAt: instantSchema.nullable(),
});
const newKeySchema = z.object({ name: nameSchema.max(200), scopes: z.array(scopeSchema).min(1) }).strict();
const newTokenSchema = z.object({ scopes: z.array(scopeSchema).min(1).optional() }).strict();

@ApiTags('keys')
@ApiBearerAuth()
@Controller('v1')
export class KeysController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  /** Makes an API key with no more scopes than the caller's. Its secret is shown once. */
  @Post('keys')
  @Policy('keys:write')
  @Describe({
    summary: 'Makes an API key with no more scopes than the caller has; its secret is shown once',
    body: newKeySchema,
    status: 201,
    answer: keySchema.extend({ secret: z.string() }),
  })
  async create(@Body() body: unknown, @Req() request: ApiRequest): Promise<ApiKey & { secret: string }> {
    const caller = callerOf(request);
    // What outlives a token cannot be made by one.
    if (caller.via === 'token') throw new Fault('insufficient-scope', 'A token makes no keys: use an API key.');
    const { name, scopes } = parse(newKeySchema, body);
    const missing = scopes.filter((scope) => !caller.scopes.includes(scope));
    if (missing.length > 0) throw new Fault('insufficient-scope', `The caller does not have: ${missing.join(', ')}.`);
    const { key, secret } = await this.services.credentials.createKey(caller.tenantId, name, scopes);
    return { ...key, secret };
  }

  @Get('keys')
  @Policy('keys:read')
  @Describe({ summary: 'API keys', answer: z.object({ items: z.array(keySchema) }) })
  async list(@Req() request: ApiRequest): Promise<{ items: ApiKey[] }> {
    return { items: await this.services.keys.list(callerOf(request).tenantId) };
  }

  /** Revokes a key, and with it every token that it made. */
  @Delete('keys/:id')
  @HttpCode(204)
  @Policy('keys:write')
  @Describe({ summary: 'Revokes a key, and with it every token that it made', path: idParameterSchema, status: 204 })
  async revoke(@Param() parameters: unknown, @Req() request: ApiRequest): Promise<void> {
    if (!(await this.services.keys.revoke(callerOf(request).tenantId, parse(idParameterSchema, parameters).id)))
      throw new Fault('not-found', 'There is no such key.');
  }

  /** Makes a short-lived token (HS256 JWT), for browsers and the like. */
  @Post('tokens')
  @Policy('key')
  @Describe({
    summary: 'Makes a short-lived token (HS256 JWT), for browsers and the like; only an API key can',
    body: newTokenSchema,
    status: 201,
    answer: z.object({ token: z.string(), expiresIn: z.number().int() }),
  })
  createToken(@Body() body: unknown, @Req() request: ApiRequest): Promise<{ token: string; expiresIn: number }> {
    const caller = callerOf(request);
    return this.services.credentials.createToken(caller, parse(newTokenSchema, body ?? {}).scopes ?? caller.scopes);
  }
}
