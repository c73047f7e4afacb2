import { columnPolicySchema, policyDecisionsSchema, type ColumnPolicy } from '@millrace/contracts';
import { Body, Controller, Get, Inject, Param, Patch, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import * as z from 'zod';
import { Policy } from '../auth/policy';
import { Describe } from '../http/describe';
import { idParameterSchema } from '../http/page-query';
import { parse } from '../http/parse';
import { callerOf, type ApiRequest } from '../http/request';
import { SERVICES, type Services } from '../services';
import { assertDecidable } from './assert-decidable';

const listSchema = z.object({ items: z.array(columnPolicySchema) });

@ApiTags('privacy')
@ApiBearerAuth()
@Controller('v1/datasets')
export class PolicyController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Get(':id/policy')
  @Policy('datasets:read')
  @Describe({ summary: 'What later stages may do with columns: allow, mask, hash or drop', path: idParameterSchema, answer: listSchema })
  async get(@Param() parameters: unknown, @Req() request: ApiRequest): Promise<{ items: ColumnPolicy[] }> {
    const { id } = parse(idParameterSchema, parameters);
    await this.services.datasets.get(callerOf(request).tenantId, id);
    return { items: await this.services.policies.list(id) };
  }

  /** Decides for some columns; null takes a decision back. */
  @Patch(':id/policy')
  @Policy('datasets:write')
  @Describe({
    summary: 'Decides for some columns of the newest version that was read; null takes a decision back',
    path: idParameterSchema,
    body: policyDecisionsSchema,
    answer: listSchema,
  })
  async decide(@Param() parameters: unknown, @Body() body: unknown, @Req() request: ApiRequest): Promise<{ items: ColumnPolicy[] }> {
    const { id } = parse(idParameterSchema, parameters);
    await this.services.datasets.get(callerOf(request).tenantId, id);
    const { columns } = parse(policyDecisionsSchema, body);
    await assertDecidable(this.services, id, Object.keys(columns));
    await this.services.policies.decide(id, columns);
    return { items: await this.services.policies.list(id) };
  }
}
