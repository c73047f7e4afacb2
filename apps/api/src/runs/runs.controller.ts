import {
  chainKinds,
  chainKindSchema,
  cleanseOptionsSchema,
  compareOptionsSchema,
  idSchema,
  outputFormatSchema,
  prioritySchema,
  profileOptionsSchema,
  runKindSchema,
  runSchema,
  runStateSchema,
  undoSelectionSchema,
  type Run,
} from '@millrace/contracts';
import type { Page } from '@millrace/database';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import * as z from 'zod';
import { Policy } from '../auth/policy';
import { Describe } from '../http/describe';
import { idParameterSchema, pageOf, pageQuerySchema } from '../http/page-query';
import { parse } from '../http/parse';
import { callerOf, type ApiRequest } from '../http/request';
import { assertRecipeColumns } from '../recipes/assert-recipe-columns';
import { resolveRecipe } from '../saved-recipes/resolve-recipe';
import { SERVICES, type Services } from '../services';
import { assertUndoable } from './assert-undoable';
import { storedTable } from './estimate-table';
import { hidingOf } from './hiding-of';
import { launchRun } from './launch-run';
import { planJobs, planUndo, versionBefore } from './plan-jobs';
import { artefactOf } from './run-artefacts';
import { withPositions } from './run-view';
import { storedRecipe } from './stored-recipe';
import { streamEvents } from './stream-events';

const newRunSchema = z
  .object({
    kinds: z.array(chainKindSchema).min(1).max(chainKinds.length),
    versionId: idSchema.optional(),
    recipe: z.unknown().optional().meta({
      description:
        'A recipe, `suggested`, a saved one by its name, or a manifest. A step names its `columns`, or selects them by name, pattern, kind and semantic type; `quarantineRows` with `contract` goes by the contract that the dataset has now',
    }),
    output: outputFormatSchema.optional(),
    compare: compareOptionsSchema.optional(),
    profile: profileOptionsSchema.optional(),
    cleanse: cleanseOptionsSchema.optional(),
    priority: prioritySchema.optional(),
  })
  .strict();
const suggestSchema = z.object({ versionId: idSchema.optional() }).strict();
const undoSchema = z.object({ selection: undoSelectionSchema.default('all') }).strict();
const listQuerySchema = pageQuerySchema.extend({
  state: runStateSchema.optional(),
  kind: runKindSchema.optional().meta({ description: 'One of the kinds that the run has' }),
  datasetId: idSchema.optional(),
});

@ApiTags('runs')
@ApiBearerAuth()
@Controller('v1')
export class RunsController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  /** Starts a run: one kind or a chain of them. */
  @Post('datasets/:id/runs')
  @Policy('runs:write')
  @Describe({
    summary: 'Starts a run: one kind or a chain of them',
    path: idParameterSchema,
    body: newRunSchema,
    isIdempotent: true,
    status: 202,
    answer: runSchema,
  })
  async create(@Param() parameters: unknown, @Body() body: unknown, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    const { id: datasetId } = parse(idParameterSchema, parameters);
    await this.services.datasets.get(callerOf(request).tenantId, datasetId);
    await this.start(datasetId, parse(newRunSchema, body), request, response);
  }

  /** Looks for a recipe: a run of its own, whose answer is `runs/{id}/suggestion`. */
  @Post('datasets/:id/recipes\\:suggest')
  @Policy('runs:write')
  @Describe({
    summary: 'Looks for a recipe; the answer is `runs/{id}/suggestion` once the run has ended',
    path: idParameterSchema,
    body: suggestSchema,
    isIdempotent: true,
    status: 202,
    answer: runSchema,
  })
  async suggest(@Param() parameters: unknown, @Body() body: unknown, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    const { id: datasetId } = parse(idParameterSchema, parameters);
    await this.services.datasets.get(callerOf(request).tenantId, datasetId);
    await this.start(datasetId, { kinds: ['suggest'], ...parse(suggestSchema, body ?? {}) }, request, response);
  }

  private async start(
    datasetId: string,
    { versionId, priority, ...wanted }: z.output<typeof newRunSchema>,
    request: ApiRequest,
    response: Response,
  ): Promise<void> {
    const { tenantId } = callerOf(request);
    const { datasets, contracts } = this.services;
    await launchRun(this.services, { datasetId, request, response }, async () => {
      const version = await datasets.readyVersion(tenantId, datasetId, versionId);
      const before = await versionBefore(this.services, wanted, { tenantId, datasetId, below: version.number });
      const contract = await contracts.latest(tenantId, datasetId);
      const hiding = await hidingOf(this.services, tenantId, datasetId);
      const recipe = await resolveRecipe(this.services, { tenantId, datasetId }, wanted.recipe);
      assertRecipeColumns(recipe, version);
      const jobs = await planJobs(this.services, { ...wanted, recipe, contract, hiding }, storedTable(version), before);
      return { versionId: version.id, priority, jobs };
    });
  }

  @Get('runs')
  @Policy('runs:read')
  @Describe({ summary: 'Runs, newest first', query: listQuerySchema, answer: pageOf(runSchema) })
  list(@Query() query: unknown, @Req() request: ApiRequest): Promise<Page<Run>> {
    const { limit, cursor, ...filter } = parse(listQuerySchema, query);
    return this.services.runs.list(callerOf(request).tenantId, { limit, cursor }, filter);
  }

  @Get('runs/:id')
  @Policy('runs:read')
  @Describe({ summary: 'One run: state, stage, progress, jobs, failure', path: idParameterSchema, answer: runSchema })
  get(@Param() parameters: unknown, @Req() request: ApiRequest): Promise<Run> {
    return this.read(parameters, request);
  }

  /** Cancels a run; the child of a running job is ended. */
  @Post('runs/:id/cancel')
  @HttpCode(200)
  @Policy('runs:write')
  @Describe({ summary: 'Cancels a run; the process of a running job is ended', path: idParameterSchema, answer: runSchema })
  async cancel(@Param() parameters: unknown, @Req() request: ApiRequest): Promise<Run> {
    await this.services.runs.cancel(callerOf(request).tenantId, parse(idParameterSchema, parameters).id);
    return this.read(parameters, request);
  }

  /** Takes a cleansing back, whole or in part: a run of its own, whose artefact `restored` is the table. */
  @Post('runs/:id/undo')
  @Policy('runs:write')
  @Describe({
    summary: 'Takes a cleansing back: all of it, or what the selection names; the answer is the artefact `restored` of the new run',
    path: idParameterSchema,
    body: undoSchema,
    isIdempotent: true,
    status: 202,
    answer: runSchema,
  })
  async undo(@Param() parameters: unknown, @Body() body: unknown, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    const { tenantId } = callerOf(request);
    const { id, datasetId, versionId } = await this.read(parameters, request);
    const { selection } = parse(undoSchema, body ?? {});
    const cleansed = await artefactOf(this.services, 'cleansed', parameters, request);
    const changeLog = await artefactOf(this.services, 'changeLog', parameters, request);
    const artefacts = await this.services.runs.artefacts(tenantId, id);
    await launchRun(this.services, { datasetId, request, response }, async () => {
      const version = await this.services.datasets.readyVersion(tenantId, datasetId, versionId);
      assertUndoable(selection, version, await storedRecipe(this.services.storage, artefacts));
      const parameters = { cleansedKey: cleansed.objectKey, changeLogKey: changeLog.objectKey, selection };
      return { versionId, jobs: [await planUndo(this.services, storedTable(version), parameters)] };
    });
  }

  /** The run as server-sent events: `run` at each change, `end` when it has ended. */
  @Get('runs/:id/events')
  @Policy('runs:read')
  @Describe({
    summary: 'The run as server-sent events: `run` at each change, `end` when it has ended',
    path: idParameterSchema,
    answer: 'text/event-stream',
  })
  events(@Param() parameters: unknown, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    return streamEvents(response, this.services.runWatch, () => this.read(parameters, request), request.header('last-event-id'));
  }

  private async read(parameters: unknown, request: ApiRequest): Promise<Run> {
    return withPositions(this.services, await this.services.runs.get(callerOf(request).tenantId, parse(idParameterSchema, parameters).id));
  }
}
