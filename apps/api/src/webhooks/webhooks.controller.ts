import { idSchema, instantSchema } from '@millrace/contracts';
import type { Delivery, Webhook } from '@millrace/database';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { Policy } from '../auth/policy';
import { Describe } from '../http/describe';
import { idParameterSchema } from '../http/page-query';
import { parse } from '../http/parse';
import { callerOf, type ApiRequest } from '../http/request';
import { SERVICES, type Services } from '../services';
import { assertPublic } from './public-address';

const webhookSchema = z.object({ id: idSchema, url: z.string(), createdAt: instantSchema });
const deliverySchema = z.object({
  id: idSchema,
  webhookId: idSchema,
  runId: idSchema,
  event: z.string(),
  state: z.enum(['due', 'delivered', 'given-up']),
  attempts: z.number().int(),
  lastStatus: z.number().int().nullable(),
  lastError: z.string().nullable(),
  createdAt: instantSchema,
  deliveredAt: instantSchema.nullable(),
});
const newWebhookSchema = z.object({ url: z.url().max(2000), secret: z.string().min(16).max(200).optional() }).strict();

@ApiTags('webhooks')
@ApiBearerAuth()
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  /** Calls a URL whenever a run ends. The secret is shown once. */
  @Post()
  @Policy('webhooks:write')
  @Describe({
    summary: 'Calls a URL whenever a run ends; the secret is shown once',
    body: newWebhookSchema,
    status: 201,
    answer: webhookSchema.extend({ secret: z.string() }),
  })
  async create(@Body() body: unknown, @Req() request: ApiRequest): Promise<Webhook & { secret: string }> {
    const { url, secret = randomBytes(32).toString('base64url') } = parse(newWebhookSchema, body);
    await assertPublic(url, this.services.config.WEBHOOK_ALLOW_PRIVATE);
    return { ...(await this.services.webhooks.create(callerOf(request).tenantId, url, secret)), secret };
  }

  @Get()
  @Policy('webhooks:read')
  @Describe({ summary: 'Webhooks', answer: z.object({ items: z.array(webhookSchema) }) })
  async list(@Req() request: ApiRequest): Promise<{ items: Webhook[] }> {
    return { items: await this.services.webhooks.list(callerOf(request).tenantId) };
  }

  @Delete(':id')
  @HttpCode(204)
  @Policy('webhooks:write')
  @Describe({ summary: 'Removes a webhook', path: idParameterSchema, status: 204 })
  async remove(@Param() parameters: unknown, @Req() request: ApiRequest): Promise<void> {
    await this.services.webhooks.remove(callerOf(request).tenantId, parse(idParameterSchema, parameters).id);
  }

  @Get(':id/deliveries')
  @Policy('webhooks:read')
  @Describe({
    summary: 'Deliveries of a webhook, newest first',
    path: idParameterSchema,
    answer: z.object({ items: z.array(deliverySchema) }),
  })
  async deliveries(@Param() parameters: unknown, @Req() request: ApiRequest): Promise<{ items: Delivery[] }> {
    return { items: await this.services.webhooks.deliveries(callerOf(request).tenantId, parse(idParameterSchema, parameters).id) };
  }
}
