import {
  artefactSchema,
  asideRowSchema,
  comparisonSchema,
  explanationSchema,
  failingRowSchema,
  Fault,
  findingSchema,
  idSchema,
  profileSchema,
  quarantinedRowSchema,
  suggestionSchema,
  type Artefact,
  type Finding,
  type Run,
} from '@millrace/contracts';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import * as z from 'zod';
import { Policy } from '../auth/policy';
import { redirectQuerySchema } from '../datasets/send-object';
import { Describe } from '../http/describe';
import { idParameterSchema, pageOf } from '../http/page-query';
import { parse } from '../http/parse';
import { callerOf, type ApiRequest } from '../http/request';
import { SERVICES, type Services } from '../services';
import { lineQuerySchema, type LinePage } from './page-lines';
import { artefactOf, linesOfKind, sendArtefact, sendKind } from './run-artefacts';

const artefactParametersSchema = idParameterSchema.extend({ artefactId: idSchema });

/** What runs have left. */
@ApiTags('runs')
@ApiBearerAuth()
@Controller('v1')
export class ResultsController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Get('runs/:id/profile')
  @Policy('runs:read')
  @Describe({ summary: 'The profile', path: idParameterSchema, query: redirectQuerySchema, servesContent: true, answer: profileSchema })
  profile(@Param() parameters: unknown, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    return sendKind(this.services, 'profile', parameters, request, response);
  }

  @Get('runs/:id/report')
  @Policy('runs:read')
  @Describe({
    summary: 'The report, one HTML file',
    path: idParameterSchema,
    query: redirectQuerySchema,
    servesContent: true,
    answer: 'text/html',
  })
  report(@Param() parameters: unknown, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    return sendKind(this.services, 'report', parameters, request, response);
  }

  @Get('runs/:id/suggestion')
  @Policy('runs:read')
  @Describe({
    summary: 'The suggested recipe, each step with its evidence',
    path: idParameterSchema,
    query: redirectQuerySchema,
    servesContent: true,
    answer: suggestionSchema,
  })
  suggestion(@Param() parameters: unknown, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    return sendKind(this.services, 'suggestion', parameters, request, response);
  }

  @Get('runs/:id/comparison')
  @Policy('runs:read')
  @Describe({
    summary: 'What has changed since the version before',
    path: idParameterSchema,
    query: redirectQuerySchema,
    servesContent: true,
    answer: comparisonSchema,
  })
  comparison(@Param() parameters: unknown, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    return sendKind(this.services, 'comparison', parameters, request, response);
  }

  @Get('runs/:id/explanation')
  @Policy('runs:read')
  @Describe({
    summary: 'The explanation',
    path: idParameterSchema,
    query: redirectQuerySchema,
    servesContent: true,
    answer: explanationSchema,
  })
  explanation(@Param() parameters: unknown, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    return sendKind(this.services, 'explanation', parameters, request, response);
  }

  @Get('runs/:id/findings')
  @Policy('runs:read')
  @Describe({
    summary: 'Findings of the profile, or of a match',
    path: idParameterSchema,
    answer: z.object({ items: z.array(findingSchema) }),
  })
  async findings(@Param() parameters: unknown, @Req() request: ApiRequest): Promise<{ items: Finding[] }> {
    // They come with the profile, or with the clusters of a match: without, an empty list would say that nothing is wrong with the table.
    const { kinds } = await this.results(parameters, request);
    await artefactOf(this.services, kinds.includes('match') ? 'clusters' : 'profile', parameters, request);
    return { items: await this.services.runs.findings(callerOf(request).tenantId, parse(idParameterSchema, parameters).id) };
  }

  /** Rows that left the table, with the reason. */
  @Get('runs/:id/quarantine')
  @Policy('runs:read')
  @Describe({
    summary: 'Rows that left the table, with the reason',
    path: idParameterSchema,
    query: lineQuerySchema,
    answer: pageOf(quarantinedRowSchema),
  })
  quarantine(@Param() parameters: unknown, @Query() query: unknown, @Req() request: ApiRequest): Promise<LinePage> {
    return linesOfKind(this.services, 'quarantine', parameters, parse(lineQuerySchema, query), request);
  }

  /** Rows that did not fit the table when its version was read, with their lines and the reason. */
  @Get('runs/:id/rows-aside')
  @Policy('runs:read')
  @Describe({
    summary: 'Rows that did not fit the table when its version was read, with their lines and the reason',
    path: idParameterSchema,
    query: lineQuerySchema,
    answer: pageOf(asideRowSchema),
  })
  async rowsAside(@Param() parameters: unknown, @Query() query: unknown, @Req() request: ApiRequest): Promise<LinePage> {
    const { id, state } = await this.results(parameters, request);
    const artefacts = await this.services.runs.artefacts(callerOf(request).tenantId, id);
    if (state === 'completed' && !artefacts.some(({ kind }) => kind === 'ragged')) return { items: [], nextCursor: null };
    return linesOfKind(this.services, 'ragged', parameters, parse(lineQuerySchema, query), request);
  }

  @Get('runs/:id/failing-rows')
  @Policy('runs:read')
  @Describe({
    summary: 'Rows that break a rule of the contract, all of them: a line for each row and rule',
    path: idParameterSchema,
    query: lineQuerySchema,
    answer: pageOf(failingRowSchema),
  })
  async failingRows(@Param() parameters: unknown, @Query() query: unknown, @Req() request: ApiRequest): Promise<LinePage> {
    const { state, summary } = await this.results(parameters, request);
    if (state === 'completed' && summary['failingRows'] === 0) return { items: [], nextCursor: null };
    return linesOfKind(this.services, 'failingRows', parameters, parse(lineQuerySchema, query), request);
  }

  @Get('runs/:id/artefacts')
  @Policy('runs:read')
  @Describe({ summary: 'Stored results', path: idParameterSchema, answer: z.object({ items: z.array(artefactSchema) }) })
  async artefacts(@Param() parameters: unknown, @Req() request: ApiRequest): Promise<{ items: Artefact[] }> {
    const { id } = await this.results(parameters, request);
    const stored = await this.services.runs.artefacts(callerOf(request).tenantId, id);
    return { items: stored.map((artefact) => artefactSchema.parse(artefact)) };
  }

  @Get('runs/:id/artefacts/:artefactId/content')
  @Policy('runs:read')
  @Describe({
    summary: 'The bytes of a stored result; ranges are served',
    path: artefactParametersSchema,
    query: redirectQuerySchema,
    servesContent: true,
    answer: 'application/octet-stream',
  })
  async artefact(@Param() parameters: unknown, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    const { artefactId } = parse(artefactParametersSchema, parameters);
    const { id } = await this.results(parameters, request);
    const found = (await this.services.runs.artefacts(callerOf(request).tenantId, id)).find((artefact) => artefact.id === artefactId);
    if (!found) throw new Fault('not-found', 'There is no such artefact.');
    await sendArtefact(this.services, found, request, response);
  }

  private results(parameters: unknown, request: ApiRequest): Promise<Run> {
    return this.services.runs.withResults(callerOf(request).tenantId, parse(idParameterSchema, parameters).id);
  }
}
