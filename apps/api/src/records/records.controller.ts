import {
  columnsOfMatch,
  columnsOfMerge,
  goldenRecordSchema,
  idSchema,
  matchOptionsSchema,
  mergeOptionsSchema,
  prioritySchema,
  recordClusterSchema,
  recordPairSchema,
  runSchema,
} from '@millrace/contracts';
import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import * as z from 'zod';
import { Policy } from '../auth/policy';
import { assertColumns } from '../datasets/columns-of';
import { Describe } from '../http/describe';
import { idParameterSchema, pageOf } from '../http/page-query';
import { parse } from '../http/parse';
import { callerOf, type ApiRequest } from '../http/request';
import { estimateTable, storedTable } from '../runs/estimate-table';
import { launchRun } from '../runs/launch-run';
import { lineQuerySchema, type LinePage } from '../runs/page-lines';
import { needFor } from '../runs/plan-jobs';
import { artefactOf, linesOfKind } from '../runs/run-artefacts';
import { SERVICES, type Services } from '../services';

const matchRequestSchema = z
  .object({ versionId: idSchema.optional(), match: matchOptionsSchema.prefault({}), priority: prioritySchema.optional() })
  .strict();
const mergeRequestSchema = z.object({ merge: mergeOptionsSchema.prefault({}), priority: prioritySchema.optional() }).strict();
const pairsQuerySchema = lineQuerySchema.extend({
  are: z.enum(['review', 'same']).default('review').meta({ description: 'Pairs that are to be looked at, or those that are the same' }),
});

const pairLineSchema = recordPairSchema.pick({ rows: true }).loose();

/** Which rows tell of the same thing. */
@ApiTags('records')
@ApiBearerAuth()
@Controller('v1')
export class RecordsController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  /** Matches the rows of a dataset: a run of its own, which changes nothing. */
  @Post('datasets/:id/records\\:match')
  @Policy('runs:write')
  @Describe({
    summary: 'Finds rows that tell of the same thing; the answer is `runs/{id}/clusters` and `runs/{id}/pairs`',
    path: idParameterSchema,
    body: matchRequestSchema,
    isIdempotent: true,
    status: 202,
    answer: runSchema,
  })
  async match(@Param() parameters: unknown, @Body() body: unknown, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    const { id: datasetId } = parse(idParameterSchema, parameters);
    const { tenantId } = callerOf(request);
    const { datasets } = this.services;
    await datasets.get(tenantId, datasetId);
    const { versionId, match, priority } = parse(matchRequestSchema, body ?? {});
    await launchRun(this.services, { datasetId, request, response }, async () => {
      const version = await datasets.readyVersion(tenantId, datasetId, versionId);
      assertColumns(version, columnsOfMatch(match), 'The match');
      const table = storedTable(version);
      const { reserved } = await needFor(this.services, 'match', table, await estimateTable(this.services, table));
      return { versionId: version.id, priority, jobs: [{ kind: 'match', parameters: match, ...reserved }] };
    });
  }

  /** Makes golden records of the groups that a match has found: a run of its own. */
  @Post('runs/:id/records\\:merge')
  @Policy('runs:write')
  @Describe({
    summary:
      'Makes one golden record of each group of a match; the answer is `runs/{id}/golden-records`, and the table as the artefact `golden`',
    path: idParameterSchema,
    body: mergeRequestSchema,
    isIdempotent: true,
    status: 202,
    answer: runSchema,
  })
  async merge(@Param() parameters: unknown, @Body() body: unknown, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    const { tenantId } = callerOf(request);
    const { id } = parse(idParameterSchema, parameters);
    const { datasetId, versionId } = await this.services.runs.get(tenantId, id);
    const { merge, priority } = parse(mergeRequestSchema, body ?? {});
    const { objectKey: clustersKey } = await artefactOf(this.services, 'clusters', parameters, request);
    await launchRun(this.services, { datasetId, request, response }, async () => {
      const version = await this.services.datasets.readyVersion(tenantId, datasetId, versionId);
      assertColumns(version, columnsOfMerge(merge), 'The merge');
      const table = storedTable(version);
      const { reserved } = await needFor(this.services, 'merge', table, await estimateTable(this.services, table));
      return { versionId, priority, jobs: [{ kind: 'merge', parameters: { clustersKey, merge }, ...reserved }] };
    });
  }

  @Get('runs/:id/golden-records')
  @Policy('runs:read')
  @Describe({
    summary: 'What rows that are the same have become, and of each cell the row that it is from, with the rule',
    path: idParameterSchema,
    query: lineQuerySchema,
    answer: pageOf(goldenRecordSchema),
  })
  goldenRecords(@Param() parameters: unknown, @Query() query: unknown, @Req() request: ApiRequest): Promise<LinePage> {
    return linesOfKind(this.services, 'goldenRecords', parameters, parse(lineQuerySchema, query), request);
  }

  @Get('runs/:id/clusters')
  @Policy('runs:read')
  @Describe({
    summary: 'Groups of rows that tell of the same thing, each with its confidence',
    path: idParameterSchema,
    query: lineQuerySchema,
    answer: pageOf(recordClusterSchema),
  })
  clusters(@Param() parameters: unknown, @Query() query: unknown, @Req() request: ApiRequest): Promise<LinePage> {
    return linesOfKind(this.services, 'clusters', parameters, parse(lineQuerySchema, query), request);
  }

  @Get('runs/:id/pairs')
  @Policy('runs:read')
  @Describe({
    summary: 'Pairs of rows with their chance and what speaks for it and against it, the surest first',
    path: idParameterSchema,
    query: pairsQuerySchema,
    answer: pageOf(recordPairSchema),
  })
  async pairs(@Param() parameters: unknown, @Query() query: unknown, @Req() request: ApiRequest): Promise<LinePage> {
    const { are, ...page } = parse(pairsQuerySchema, query);
    const found = await linesOfKind(this.services, are === 'same' ? 'samePairs' : 'reviewPairs', parameters, page, request);
    const pairs = found.items.map((item) => pairLineSchema.parse(item));
    const { id } = parse(idParameterSchema, parameters);
    const decisions = await this.services.pairDecisions.ofRun(
      callerOf(request).tenantId,
      id,
      pairs.map(({ rows }) => rows),
    );
    const items = pairs.map((pair) => {
      const decision = decisions.get(pair.rows.join('-'));
      return { ...pair, ...(decision && { decision }) };
    });
    return { ...found, items };
  }
}
