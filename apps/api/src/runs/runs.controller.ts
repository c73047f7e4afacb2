import {
  artefactSchema,
  asideRowSchema,
  chainKinds,
  chainKindSchema,
  cleanseOptionsSchema,
  compareOptionsSchema,
  comparisonSchema,
  explanationSchema,
  failingRowSchema,
  Fault,
  findingSchema,
  idSchema,
  prioritySchema,
  isTerminal,
  outputFormatSchema,
  profileOptionsSchema,
  profileSchema,
  quarantinedRowSchema,
  runKindSchema,
  runSchema,
  runStateSchema,
  suggestionSchema,
  undoSelectionSchema,
  type Artefact,
  type ArtefactKind,
  type Finding,
  type Run,
} from '@millrace/contracts';
import type { NewJob, Page, StoredArtefact } from '@millrace/database';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import * as z from 'zod';
import { Policy } from '../auth/policy';
import { idempotent } from '../datasets/idempotent';
import { sendObject } from '../datasets/send-object';
import { Describe } from '../http/describe';
import { idParameterSchema, pageOf, pageQuerySchema } from '../http/page-query';
import { parse } from '../http/parse';
import { callerOf, requestIdOf, type ApiRequest } from '../http/request';
import { resolveRecipe } from '../saved-recipes/resolve-recipe';
import { SERVICES, type Services } from '../services';
import { pageLines, type LinePage } from './page-lines';
import { storedTable } from './estimate-table';
import { hidingOf } from './hiding-of';
import { planJobs, planUndo, versionBefore } from './plan-jobs';
import { withPositions } from './run-view';
import { streamEvents } from './stream-events';

const newRunSchema = z
  .object({
    kinds: z.array(chainKindSchema).min(1).max(chainKinds.length),
    versionId: idSchema.optional(),
    recipe: z.unknown().optional(),
    output: outputFormatSchema.optional(),
    compare: compareOptionsSchema.optional(),
    profile: profileOptionsSchema.optional(),
    cleanse: cleanseOptionsSchema.optional(),
    priority: prioritySchema.optional(),
  })
  .strict();
const madeSchema = z.object({ runId: idSchema });
const suggestSchema = z.object({ versionId: idSchema.optional() }).strict();
const undoSchema = z.object({ selection: undoSelectionSchema.default('all') }).strict();
const listQuerySchema = pageQuerySchema.extend({
  state: runStateSchema.optional(),
  kind: runKindSchema.optional().meta({ description: 'One of the kinds that the run has' }),
  datasetId: idSchema.optional(),
});
const lineQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.coerce.number().int().nonnegative().default(0),
});
const redirectQuerySchema = z.object({ redirect: z.enum(['0', '1']).optional() });
const artefactParametersSchema = idParameterSchema.extend({ artefactId: idSchema });

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
    await this.launch(datasetId, request, response, async () => {
      const version = await datasets.readyVersion(tenantId, datasetId, versionId);
      const before = await versionBefore(this.services, wanted, { tenantId, datasetId, below: version.number });
      const contract = await contracts.latest(tenantId, datasetId);
      const hiding = await hidingOf(this.services, tenantId, datasetId);
      const recipe = await resolveRecipe(this.services, tenantId, wanted.recipe);
      const jobs = await planJobs(this.services, { ...wanted, recipe, contract, hiding }, storedTable(version), before);
      return { versionId: version.id, priority, jobs };
    });
  }

  /** Makes a run of the jobs that are planned, once for each Idempotency-Key. */
  private async launch(
    datasetId: string,
    request: ApiRequest,
    response: Response,
    plan: () => Promise<{ readonly versionId: string; readonly priority?: number | undefined; readonly jobs: readonly NewJob[] }>,
  ): Promise<void> {
    const { tenantId } = callerOf(request);
    const { runs, database } = this.services;
    await idempotent(this.services, request, response, {
      make: async (commit) => {
        const { versionId, priority, jobs } = await plan();
        const made = await database.transaction(async (sql) => {
          const runId = await runs.create(sql, { tenantId, datasetId, versionId, requestId: requestIdOf(request), priority, jobs });
          await commit(sql, { runId }, null);
          return { runId };
        });
        this.services.nudgeRelay();
        return made;
      },
      answer: async (made) => {
        const { runId } = madeSchema.parse(made);
        return { status: 202, location: `/v1/runs/${runId}`, body: await runs.get(tenantId, runId) };
      },
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
    const { datasetId, versionId } = await this.read(parameters, request);
    const { selection } = parse(undoSchema, body ?? {});
    const [cleansed, changeLog] = [await this.find('cleansed', parameters, request), await this.find('changeLog', parameters, request)];
    await this.launch(datasetId, request, response, async () => {
      const version = await this.services.datasets.readyVersion(tenantId, datasetId, versionId);
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

  @Get('runs/:id/profile')
  @Policy('runs:read')
  @Describe({ summary: 'The profile', path: idParameterSchema, query: redirectQuerySchema, servesContent: true, answer: profileSchema })
  profile(@Param() parameters: unknown, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    return this.sendKind('profile', parameters, request, response);
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
    return this.sendKind('report', parameters, request, response);
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
    return this.sendKind('suggestion', parameters, request, response);
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
    return this.sendKind('comparison', parameters, request, response);
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
    return this.sendKind('explanation', parameters, request, response);
  }

  @Get('runs/:id/findings')
  @Policy('runs:read')
  @Describe({ summary: 'Findings of the profile', path: idParameterSchema, answer: z.object({ items: z.array(findingSchema) }) })
  async findings(@Param() parameters: unknown, @Req() request: ApiRequest): Promise<{ items: Finding[] }> {
    // They come with the profile: without one, an empty list would say that nothing is wrong with the table.
    await this.find('profile', parameters, request);
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
    return this.lines('quarantine', parameters, query, request);
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
    return this.lines('ragged', parameters, query, request);
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
    return this.lines('failingRows', parameters, query, request);
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
    await this.send(found, request, response);
  }

  private async read(parameters: unknown, request: ApiRequest): Promise<Run> {
    return withPositions(this.services, await this.services.runs.get(callerOf(request).tenantId, parse(idParameterSchema, parameters).id));
  }

  private results(parameters: unknown, request: ApiRequest): Promise<Run> {
    return this.services.runs.withResults(callerOf(request).tenantId, parse(idParameterSchema, parameters).id);
  }

  private async find(kind: ArtefactKind, parameters: unknown, request: ApiRequest): Promise<StoredArtefact> {
    const run = await this.results(parameters, request);
    const found = (await this.services.runs.artefacts(callerOf(request).tenantId, run.id)).find((artefact) => artefact.kind === kind);
    if (found) return found;
    const why = isTerminal(run.state)
      ? `The run is ${run.state} and left no ${kind}.`
      : `The run is ${run.state}; ${kind} is not there yet.`;
    throw new Fault(isTerminal(run.state) ? 'not-found' : 'conflict', why);
  }

  private async sendKind(kind: ArtefactKind, parameters: unknown, request: ApiRequest, response: Response): Promise<void> {
    await this.send(await this.find(kind, parameters, request), request, response);
  }

  private send({ objectKey, fileName, mediaType, sha256 }: StoredArtefact, request: ApiRequest, response: Response): Promise<void> {
    return sendObject(this.services.storage, request, response, { key: objectKey, fileName, mediaType, sha256 });
  }

  private async lines(kind: ArtefactKind, parameters: unknown, query: unknown, request: ApiRequest): Promise<LinePage> {
    const { limit, cursor } = parse(lineQuerySchema, query);
    return pageLines(this.services.storage, (await this.find(kind, parameters, request)).objectKey, cursor, limit);
  }
}
