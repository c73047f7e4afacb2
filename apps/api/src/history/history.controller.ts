import { metricValueSchema, type MetricValue } from '@millrace/contracts';
import type { Page } from '@millrace/database';
import { Controller, Get, Inject, Param, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import * as z from 'zod';
import { Policy } from '../auth/policy';
import { Describe } from '../http/describe';
import { idParameterSchema, pageOf } from '../http/page-query';
import { parse } from '../http/parse';
import { callerOf, type ApiRequest } from '../http/request';
import { SERVICES, type Services } from '../services';

const metricQuerySchema = z.object({
  metric: z.string().min(1).max(64).optional(),
  column: z.string().min(1).optional(),
  version: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(100).optional(),
});

@ApiTags('history')
@ApiBearerAuth()
@Controller('v1/datasets')
export class HistoryController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Get(':id/metrics')
  @Policy('datasets:read')
  @Describe({
    summary: 'Metrics of every version, the newest version first; `metric`, `column` and `version` narrow them',
    path: idParameterSchema,
    query: metricQuerySchema,
    answer: pageOf(metricValueSchema),
  })
  async metrics(@Param() parameters: unknown, @Query() query: unknown, @Req() request: ApiRequest): Promise<Page<MetricValue>> {
    const { id } = parse(idParameterSchema, parameters);
    const { limit, cursor, ...filter } = parse(metricQuerySchema, query);
    const { tenantId } = callerOf(request);
    await this.services.datasets.get(tenantId, id);
    return this.services.metricValues.list(tenantId, id, filter, { limit, cursor });
  }
}
