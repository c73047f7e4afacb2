import { datasetSchema, idSchema, runSchema, versionSchema, type Dataset, type Version } from '@millrace/contracts';
import type { Page } from '@millrace/database';
import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import * as z from 'zod';
import { Policy } from '../auth/policy';
import { Describe } from '../http/describe';
import { idParameterSchema, pageOf, pageQuerySchema } from '../http/page-query';
import { parse } from '../http/parse';
import { callerOf, type ApiRequest } from '../http/request';
import { SERVICES, type Services } from '../services';
import { idempotent } from './idempotent';
import { isRepeatOf } from './is-repeat-of';
import { receiveUpload } from './receive-upload';
import { redirectQuerySchema, sendObject } from './send-object';
import { uploadOptionsSchema } from './upload-options';

const contentQuerySchema = redirectQuerySchema.extend({ versionId: idSchema.optional() });
const receivedSchema = z.object({ datasetId: idSchema, versionId: idSchema, runId: idSchema.nullable() });
const uploadedSchema = datasetSchema.extend({ versionId: idSchema, run: runSchema.nullable() });

@ApiTags('datasets')
@ApiBearerAuth()
@Controller('v1/datasets')
export class DatasetsController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  /** Creates a dataset from a streamed upload, multipart or raw; `run=profile,cleanse` starts a run with it. */
  @Post()
  @Policy('datasets:write')
  @Describe({
    summary: 'Creates a dataset from an upload; `run` starts a run with it',
    query: uploadOptionsSchema,
    takesFile: true,
    isIdempotent: true,
    status: 201,
    also: { 202: 'stored, and a run was started: Location names it' },
    answer: uploadedSchema,
  })
  create(@Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    return this.upload(request, response);
  }

  /** Adds a version to a dataset. */
  @Post(':id/versions')
  @Policy('datasets:write')
  @Describe({
    summary: 'Adds a version to a dataset',
    path: idParameterSchema,
    query: uploadOptionsSchema,
    takesFile: true,
    isIdempotent: true,
    status: 201,
    also: { 202: 'stored, and a run was started: Location names it' },
    answer: uploadedSchema,
  })
  async addVersion(@Param() parameters: unknown, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    const { id } = parse(idParameterSchema, parameters);
    await this.services.datasets.get(callerOf(request).tenantId, id);
    return this.upload(request, response, id);
  }

  @Get()
  @Policy('datasets:read')
  @Describe({ summary: 'Datasets, newest first', query: pageQuerySchema, answer: pageOf(datasetSchema) })
  list(@Query() query: unknown, @Req() request: ApiRequest): Promise<Page<Dataset>> {
    return this.services.datasets.list(callerOf(request).tenantId, parse(pageQuerySchema, query));
  }

  @Get(':id')
  @Policy('datasets:read')
  @Describe({ summary: 'One dataset with its latest version', path: idParameterSchema, answer: datasetSchema })
  get(@Param() parameters: unknown, @Req() request: ApiRequest): Promise<Dataset> {
    return this.services.datasets.get(callerOf(request).tenantId, parse(idParameterSchema, parameters).id);
  }

  @Get(':id/versions')
  @Policy('datasets:read')
  @Describe({
    summary: 'Versions of a dataset, newest first',
    path: idParameterSchema,
    answer: z.object({ items: z.array(versionSchema) }),
  })
  async versions(@Param() parameters: unknown, @Req() request: ApiRequest): Promise<{ items: Version[] }> {
    return { items: await this.services.datasets.versions(callerOf(request).tenantId, parse(idParameterSchema, parameters).id) };
  }

  /** The bytes that were uploaded. */
  @Get(':id/content')
  @Policy('datasets:read')
  @Describe({
    summary: 'The bytes that were uploaded; ranges are served',
    path: idParameterSchema,
    query: contentQuerySchema,
    servesContent: true,
    answer: 'application/octet-stream',
  })
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
      parse(contentQuerySchema, query).versionId,
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
  @Describe({
    summary: 'Deletes a dataset with its versions and results; runs under way are cancelled',
    path: idParameterSchema,
    status: 204,
  })
  async remove(@Param() parameters: unknown, @Req() request: ApiRequest): Promise<void> {
    await this.services.datasets.remove(callerOf(request).tenantId, parse(idParameterSchema, parameters).id);
  }

  private upload(request: ApiRequest, response: Response, datasetId?: string): Promise<void> {
    const { datasets, runs } = this.services;
    const { tenantId } = callerOf(request);
    return idempotent(this.services, request, response, {
      make: (commit) => receiveUpload(this.services, request, commit, datasetId),
      isRepeatOf: ({ made, content }) => isRepeatOf(this.services, request, { made: receivedSchema.parse(made), content }),
      answer: async (made) => {
        const { datasetId: id, versionId, runId } = receivedSchema.parse(made);
        const dataset = await datasets.get(tenantId, id);
        const run = runId === null ? null : await runs.get(tenantId, runId);
        return {
          status: run ? 202 : 201,
          location: run ? `/v1/runs/${run.id}` : `/v1/datasets/${dataset.id}`,
          body: { ...dataset, versionId, run },
        };
      },
    });
  }
}
