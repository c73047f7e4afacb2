import { changeCountsSchema, changeSchema } from '@millrace/contracts';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Policy } from '../auth/policy';
import { redirectQuerySchema } from '../datasets/send-object';
import { Describe } from '../http/describe';
import { idParameterSchema, pageOf } from '../http/page-query';
import { parse } from '../http/parse';
import type { ApiRequest } from '../http/request';
import type { LinePage } from '../runs/page-lines';
import { artefactOf, sendKind } from '../runs/run-artefacts';
import { SERVICES, type Services } from '../services';
import { assertChangeable } from './assert-changeable';
import { changesQuerySchema, pageChanges } from './page-changes';

/** What a cleansing has changed. */
@ApiTags('runs')
@ApiBearerAuth()
@Controller('v1')
export class ChangesController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  /** Changed cells in order of rows. */
  @Get('runs/:id/changes')
  @Policy('runs:read')
  @Describe({
    summary: 'Changed cells in order of rows. A filtered page may have fewer than `limit` and still be followed by another',
    path: idParameterSchema,
    query: changesQuerySchema,
    answer: pageOf(changeSchema),
  })
  async changes(@Param() parameters: unknown, @Query() query: unknown, @Req() request: ApiRequest): Promise<LinePage> {
    const { objectKey } = await artefactOf(this.services, 'changes', parameters, request);
    const wanted = parse(changesQuerySchema, query);
    await assertChangeable(this.services, wanted, parameters, request);
    return pageChanges(this.services.storage, objectKey, wanted);
  }

  @Get('runs/:id/changes/counts')
  @Policy('runs:read')
  @Describe({
    summary: 'How many cells and rows were changed, by step and column, with the commonest changes',
    path: idParameterSchema,
    query: redirectQuerySchema,
    servesContent: true,
    answer: changeCountsSchema,
  })
  counts(@Param() parameters: unknown, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    return sendKind(this.services, 'changeCounts', parameters, request, response);
  }
}
