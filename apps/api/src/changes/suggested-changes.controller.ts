import {
  changeDecisionSchema,
  changeDecisionsSchema,
  Fault,
  ingestSchema,
  suggestedChangeSchema,
  type ChangeDecision,
  type SuggestedChange,
} from '@millrace/contracts';
import type { DecidedChange, Page } from '@millrace/database';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import * as z from 'zod';
import { Policy } from '../auth/policy';
import { Describe } from '../http/describe';
import { idParameterSchema, pageOf, pageQuerySchema } from '../http/page-query';
import { parse } from '../http/parse';
import { callerOf, type ApiRequest } from '../http/request';
import type { LinePage } from '../runs/page-lines';
import { artefactOf, artefactsOf } from '../runs/run-artefacts';
import { SERVICES, type Services } from '../services';
import { assertChangeable } from './assert-changeable';
import { filterLines } from './filter-lines';
import { changesQuerySchema, pageChanges, type ChangesQuery } from './page-changes';

/** What recipes would change if they were surer, and what people decide of it: later cleansings of the dataset obey it. */
@ApiTags('runs')
@ApiBearerAuth()
@Controller('v1')
export class SuggestedChangesController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Get('runs/:id/suggested-changes')
  @Policy('runs:read')
  @Describe({
    summary:
      'Changes that a recipe was not sure enough of, previewed or run, each with its evidence and what was decided of it, in order of rows. A filtered page may have fewer than `limit` and still be followed by another',
    path: idParameterSchema,
    query: changesQuerySchema,
    answer: pageOf(suggestedChangeSchema),
  })
  async suggested(@Param() parameters: unknown, @Query() query: unknown, @Req() request: ApiRequest): Promise<LinePage> {
    const { id } = parse(idParameterSchema, parameters);
    const page = await this.page(parse(changesQuerySchema, query), parameters, request);
    const changes = page.items.map((item) => suggestedChangeSchema.parse(item));
    const rows = [...new Set(changes.map(({ row }) => row))];
    const decisions = await this.services.changeDecisions.ofRun(callerOf(request).tenantId, id, rows);
    const items = changes.map((change) => {
      const decision = decisions.find(({ row, column, after }) => row === change.row && column === change.column && after === change.after);
      return { ...change, ...(decision && { decision }) };
    });
    return { ...page, items };
  }

  /** Notes what somebody has decided. */
  @Post('runs/:id/suggested-changes\\:decide')
  @HttpCode(200)
  @Policy('runs:write')
  @Describe({
    summary: 'Accepts or rejects suggested changes. Later cleansings of the dataset obey it',
    path: idParameterSchema,
    body: changeDecisionsSchema,
    answer: z.object({ items: z.array(changeDecisionSchema) }),
  })
  async decide(@Param() parameters: unknown, @Body() body: unknown, @Req() request: ApiRequest): Promise<{ items: ChangeDecision[] }> {
    const { id: runId } = parse(idParameterSchema, parameters);
    const { tenantId, keyId } = callerOf(request);
    const { changeDecisions, datasets, runs } = this.services;
    await runs.get(tenantId, runId);
    const { decisions: wanted, person } = parse(changeDecisionsSchema, body);
    if (new Set(wanted.map(({ row, column }) => `${row} ${column}`)).size < wanted.length)
      throw new Fault('validation-failed', 'decisions: a cell is decided on twice.');
    const { run, found } = await artefactsOf(this.services, tenantId, runId, 'suggestedChanges');
    const decisions: DecidedChange[] = [];
    for (const { row, column, decision } of wanted)
      decisions.push({ ...(await this.suggestionOf(found[0].objectKey, row, column)), decision });
    const { ingest } = await datasets.source(run.versionId);
    const columns = ingestSchema.parse(ingest).columns.map(({ name }) => name);
    const { datasetId } = run;
    await changeDecisions.decide({ tenantId, datasetId, runId, columns, keyId, person: person ?? null, decisions });
    const noted = await changeDecisions.ofRun(tenantId, runId, [...new Set(wanted.map(({ row }) => row))]);
    const isWanted = (one: ChangeDecision) =>
      decisions.some(({ row, column, after }) => one.row === row && one.column === column && one.after === after);
    return { items: noted.filter(isWanted) };
  }

  @Get('datasets/:id/suggested-changes/decisions')
  @Policy('runs:read')
  @Describe({
    summary: 'What was decided of suggested changes of a dataset, the newest first',
    path: idParameterSchema,
    query: pageQuerySchema,
    answer: pageOf(changeDecisionSchema),
  })
  async list(@Param() parameters: unknown, @Query() query: unknown, @Req() request: ApiRequest): Promise<Page<ChangeDecision>> {
    const { id } = parse(idParameterSchema, parameters);
    const { tenantId } = callerOf(request);
    await this.services.datasets.get(tenantId, id);
    return this.services.changeDecisions.list(tenantId, id, parse(pageQuerySchema, query));
  }

  private async page(query: ChangesQuery, parameters: unknown, request: ApiRequest): Promise<LinePage> {
    const { objectKey } = await artefactOf(this.services, 'suggestedChanges', parameters, request);
    await assertChangeable(this.services, query, parameters, request);
    return pageChanges(this.services.storage, objectKey, query);
  }

  /** @throws Fault `validation-failed` where nothing is suggested for the cell */
  private async suggestionOf(key: string, row: number, column: string): Promise<SuggestedChange> {
    const wanted = { rows: { from: row, to: row }, matches: (line: Record<string, unknown>) => line['column'] === column };
    const { items } = await filterLines(this.services.storage, key, { cursor: 0, limit: 1 }, wanted);
    if (items.length === 0) throw new Fault('validation-failed', `decisions: nothing is suggested for row ${row}, column "${column}".`);
    return suggestedChangeSchema.parse(items[0]);
  }
}
