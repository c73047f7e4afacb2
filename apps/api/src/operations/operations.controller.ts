import { capacitySchema, type Capacity } from '@millrace/contracts';
import { checkHealth, type Health } from '@millrace/platform';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Policy } from '../auth/policy';
import { Describe } from '../http/describe';
import { readCapacity } from './read-capacity';
import { SERVICES, type Services } from '../services';

@ApiTags('operations')
@Controller()
export class OperationsController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Get('livez')
  @Policy('public')
  live(): { status: string } {
    return { status: 'ok' };
  }

  /** 503 when the database or the object store is gone; `degraded` when Redis is: uploads are still taken. */
  @Get('readyz')
  @Policy('public')
  async ready(@Res() response: Response): Promise<void> {
    const { database, storage, publisher } = this.services;
    const health: Health = await checkHealth([
      { name: 'database', critical: true, check: () => database.ping() },
      { name: 'storage', critical: true, check: () => storage.check() },
      { name: 'redis', critical: false, check: () => publisher.ping() },
    ]);
    response.status(health.status === 'unready' ? 503 : 200).json(health);
  }

  @Get('v1/capacity')
  @Policy('runs:read')
  @Describe({ summary: 'What workers offer, what jobs ask of them, and whether to scale', answer: capacitySchema })
  capacity(): Promise<Capacity> {
    return readCapacity(this.services.capacity);
  }

  @Get('metrics')
  @Policy('public')
  async metrics(@Res() response: Response): Promise<void> {
    response.setHeader('content-type', this.services.metrics.contentType);
    response.send(await this.services.metrics.metrics());
  }
}
