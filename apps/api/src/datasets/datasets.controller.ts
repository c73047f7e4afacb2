import { idSchema, type Dataset, type Version } from '@millrace/contracts';
import type { Page } from '@millrace/database';
import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { Policy } from '../auth/policy';
import { idParameterSchema, pageQuerySchema } from '../http/page-query';
import { parse } from '../http/parse';
import { callerOf, type ApiRequest } from '../http/request';
import { SERVICES, type Services } from '../services';
import { idempotent } from './idempotent';
import { receiveUpload } from './receive-upload';
import { sendObject } from './send-object';

const versionQuerySchema = z.object({ versionId: idSchema.optional() }).loose();

@ApiTags('datasets')
@ApiBearerAuth()
@Controller('v1/datasets')
export class DatasetsController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  /** Creates a dataset from a streamed upload, multipart or raw; `run=profile,cleanse` starts a run with it. */
  @Post()
  @Policy('datasets:write')
  create(@Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    return this.upload(request, response);
  }

  /** Adds a version to a dataset. */
  @Post(':id/versions')
  @Policy('datasets:write')
  async addVersion(@Param() parameters: unknown, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    const { id } = parse(idParameterSchema, parameters);
    await this.services.datasets.get(callerOf(request).tenantId, id);
    return this.upload(request, response, id);
  }

  @Get()
  @Policy('datasets:read')
  list(@Query() query: unknown, @Req() request: ApiRequest): Promise<Page<Dataset>> {
    return this.services.datasets.list(callerOf(request).tenantId, parse(pageQuerySchema, query));
  }

  @Get(':id')
  @Policy('datasets:read')
  get(@Param() parameters: unknown, @Req() request: ApiRequest): Promise<Dataset> {
    return this.services.datasets.get(callerOf(request).tenantId, parse(idParameterSchema, parameters).id);
  }

  @Get(':id/versions')
  @Policy('datasets:read')
  async versions(@Param() parameters: unknown, @Req() request: ApiRequest): Promise<{ items: Version[] }> {
    return { items: await this.services.datasets.versions(callerOf(request).tenantId, parse(idParameterSchema, parameters).id) };
  }

  /** The bytes that were uploaded. */
  @Get(':id/content')
  @Policy('datasets:read')
  async content(
    @Param() parameters: unknown,
    @Query() query: unknown,
    @Req() request: ApiRequest,
    @Res() response: Response,
  ): Promise<void> {
    const { datasets, storage } = this.services;
    const version = await datasets.readyVersion(
      callerOf(request).tenantId,
      parse(idParameterSchema, parameters).id,
      parse(versionQuerySchema, query).versionId,
    );
    await sendObject(storage, request, response, {
      key: version.sourceKey,
      fileName: version.fileName,
      mediaType: 'application/octet-stream',
      sha256: version.sha256 ?? '',
    });
  }

  /** Deletes a dataset with its versions and results; runs under way are cancelled. */
  @Delete(':id')
  @HttpCode(204)
  @Policy('datasets:write')
  async remove(@Param() parameters: unknown, @Req() request: ApiRequest): Promise<void> {
    await this.services.datasets.remove(callerOf(request).tenantId, parse(idParameterSchema, parameters).id);
  }

  private upload(request: ApiRequest, response: Response, datasetId?: string): Promise<void> {
    return idempotent(this.services, request, response, async () => {
      const received = await receiveUpload(this.services, request, datasetId);
      const { tenantId } = callerOf(request);
      const dataset = await this.services.datasets.get(tenantId, received.datasetId);
      const run = received.runId === null ? null : await this.services.runs.get(tenantId, received.runId);
      return {
        status: run ? 202 : 201,
        location: run ? `/v1/runs/${run.id}` : `/v1/datasets/${dataset.id}`,
        body: { ...dataset, versionId: received.versionId, run },
      };
    });
  }
}
