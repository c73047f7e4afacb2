import { Fault, ingestSchema, matchOptionsSchema, pairDecisionSchema, pairDecisionsSchema, type PairDecision } from '@millrace/contracts';
import type { DecidedPair, Page } from '@millrace/database';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import * as z from 'zod';
import { Policy } from '../auth/policy';
import { Describe } from '../http/describe';
import { idParameterSchema, pageOf, pageQuerySchema } from '../http/page-query';
import { parse } from '../http/parse';
import { callerOf, type ApiRequest } from '../http/request';
import { artefactsOf } from '../runs/run-artefacts';
import { SERVICES, type Services } from '../services';
import { readRecordKeys } from './read-record-keys';

type Wanted = z.output<typeof pairDecisionsSchema>['decisions'];

/** Decisions with the keys of their rows, each pair once. @throws Fault `validation-failed` where two of them contradict each other */
const keyed = (wanted: Wanted, keys: ReadonlyMap<number, string>): DecidedPair[] => {
  const found = new Map<string, DecidedPair>();
  for (const { rows, decision } of wanted) {
    const pair = { rows, keys: [keys.get(rows[0]) ?? '', keys.get(rows[1]) ?? ''] as const, decision };
    const name = pair.keys.toSorted().join(' ');
    if ((found.get(name)?.decision ?? decision) !== decision)
      throw new Fault('validation-failed', `decisions: the rows ${rows.join(' and ')} are decided on twice, and not alike; rows that say the same are decided on alike.`); // prettier-ignore
    found.set(name, pair);
  }
  return [...found.values()];
};

/** What people decide of pairs of rows: later matches of the dataset obey it. */
@ApiTags('records')
@ApiBearerAuth()
@Controller('v1')
export class PairDecisionsController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  /** Notes what somebody has decided. */
  @Post('runs/:id/pairs\\:decide')
  @HttpCode(200)
  @Policy('runs:write')
  @Describe({
    summary: 'Decides on pairs of rows of a match: same, different or undecided. Later matches of the dataset obey it',
    path: idParameterSchema,
    body: pairDecisionsSchema,
    answer: z.object({ items: z.array(pairDecisionSchema) }),
  })
  async decide(@Param() parameters: unknown, @Body() body: unknown, @Req() request: ApiRequest): Promise<{ items: PairDecision[] }> {
    const { id: runId } = parse(idParameterSchema, parameters);
    const { tenantId, keyId } = callerOf(request);
    const { datasets, pairDecisions, runs, storage } = this.services;
    await runs.get(tenantId, runId);
    const { decisions: wanted, person } = parse(pairDecisionsSchema, body);
    const { run, found } = await artefactsOf(this.services, tenantId, runId, 'recordKeys');
    const keys = await readRecordKeys(
      storage,
      found[0],
      wanted.flatMap(({ rows }) => rows),
    );
    const decisions = keyed(wanted, keys);
    const [parametersOfRun] = [...(await runs.jobParameters(tenantId, runId)).values()];
    const { identifiedBy } = matchOptionsSchema.parse(parametersOfRun);
    const { ingest } = await datasets.source(run.versionId);
    const columns = identifiedBy ?? ingestSchema.parse(ingest).columns.map(({ name }) => name);
    const { datasetId } = run;
    await pairDecisions.decide({ tenantId, datasetId, runId, columns, keyId, person: person ?? null, decisions });
    const noted = await pairDecisions.ofRun(
      tenantId,
      runId,
      decisions.map(({ rows }) => rows),
    );
    return { items: [...noted.values()] };
  }

  @Get('datasets/:id/records/decisions')
  @Policy('runs:read')
  @Describe({
    summary: 'What was decided of pairs of rows of a dataset, the newest pair first',
    path: idParameterSchema,
    query: pageQuerySchema,
    answer: pageOf(pairDecisionSchema),
  })
  async list(@Param() parameters: unknown, @Query() query: unknown, @Req() request: ApiRequest): Promise<Page<PairDecision>> {
    const { id } = parse(idParameterSchema, parameters);
    const { tenantId } = callerOf(request);
    await this.services.datasets.get(tenantId, id);
    return this.services.pairDecisions.list(tenantId, id, parse(pageQuerySchema, query));
  }
}
