import {
  defaultPreviewSample,
  Fault,
  idSchema,
  manifestSchema,
  previewSampleSchema,
  previewSchema,
  prioritySchema,
  recipeSchema,
  runSchema,
  sweepRecipes,
  sweepSchema,
  sweepShape,
  type Sweep,
} from '@millrace/contracts';
import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import * as z from 'zod';
import { Policy } from '../auth/policy';
import { redirectQuerySchema } from '../datasets/send-object';
import { Describe } from '../http/describe';
import { idParameterSchema } from '../http/page-query';
import { parse } from '../http/parse';
import { callerOf, type ApiRequest } from '../http/request';
import { launchRun } from '../runs/launch-run';
import { sendKind } from '../runs/run-artefacts';
import { resolveRecipe } from '../saved-recipes/resolve-recipe';
import { SERVICES, type Services } from '../services';
import { assertRecipeColumns } from './assert-recipe-columns';
import { planPreviews } from './plan-preview';
import { readSweep } from './read-sweep';

const previewRequestSchema = z
  .object({
    recipe: z.unknown().meta({ description: 'A recipe as a run takes it, or `suggested`' }),
    versionId: idSchema.optional(),
    sample: previewSampleSchema.default(defaultPreviewSample).meta({ description: 'Rows to look at, or `whole`' }),
    priority: prioritySchema.optional(),
  })
  .strict();
const sweepRequestSchema = previewRequestSchema.extend(sweepShape);

/** Recipes before they are applied: what they would do. */
@ApiTags('recipes')
@ApiBearerAuth()
@Controller('v1')
export class RecipesController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  /** Tells what a recipe would do: a run of its own, which publishes no table. */
  @Post('datasets/:id/recipes\\:preview')
  @Policy('runs:write')
  @Describe({
    summary: 'Tells what a recipe would do, on a sample or the whole; nothing is published. The answer is `runs/{id}/preview`',
    path: idParameterSchema,
    body: previewRequestSchema,
    isIdempotent: true,
    status: 202,
    answer: runSchema,
  })
  async preview(@Param() parameters: unknown, @Body() body: unknown, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    const { id: datasetId } = parse(idParameterSchema, parameters);
    const { tenantId } = callerOf(request);
    const { datasets } = this.services;
    await datasets.get(tenantId, datasetId);
    const { recipe: sent, versionId, sample, priority } = parse(previewRequestSchema, body);
    const recipe = await resolveRecipe(this.services, { tenantId, datasetId }, sent);
    await launchRun(this.services, { datasetId, request, response }, async () => {
      const version = await datasets.readyVersion(tenantId, datasetId, versionId);
      if (recipe !== undefined) assertRecipeColumns(recipe, version);
      return { versionId: version.id, priority, jobs: await planPreviews(this.services, version, sample, [{ recipe }]) };
    });
  }

  /** Tries values of a parameter: a run of its own, with a job for each value. */
  @Post('datasets/:id/recipes\\:sweep')
  @Policy('runs:write')
  @Describe({
    summary: 'Tries values of one parameter of a recipe, each as a preview of its own. The answer is `runs/{id}/sweep`',
    path: idParameterSchema,
    body: sweepRequestSchema,
    isIdempotent: true,
    status: 202,
    answer: runSchema,
  })
  async sweep(@Param() parameters: unknown, @Body() body: unknown, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    const { id: datasetId } = parse(idParameterSchema, parameters);
    const { tenantId } = callerOf(request);
    const { datasets } = this.services;
    await datasets.get(tenantId, datasetId);
    const { versionId, sample, priority, ...wanted } = parse(sweepRequestSchema, body);
    const recipe = await resolveRecipe(this.services, { tenantId, datasetId }, wanted.recipe);
    if (recipe === 'suggested') throw new Fault('validation-failed', 'recipe: a sweep needs to be told its steps; ask for a suggestion, and take the recipe of it.'); // prettier-ignore
    parse(z.object({ recipe: recipeSchema }), { recipe });
    const recipes = sweepRecipes({ ...wanted, recipe });
    await launchRun(this.services, { datasetId, request, response }, async () => {
      const version = await datasets.readyVersion(tenantId, datasetId, versionId);
      assertRecipeColumns(recipe, version);
      return { versionId: version.id, priority, jobs: await planPreviews(this.services, version, sample, recipes) };
    });
  }

  @Get('runs/:id/sweep')
  @Policy('runs:read')
  @Describe({
    summary: 'What the recipe would do for each value that is tried, as far as it has come',
    path: idParameterSchema,
    answer: sweepSchema,
  })
  swept(@Param() parameters: unknown, @Req() request: ApiRequest): Promise<Sweep> {
    return readSweep(this.services, callerOf(request).tenantId, parse(idParameterSchema, parameters).id);
  }

  @Get('runs/:id/manifest')
  @Policy('runs:read')
  @Describe({
    summary:
      'What a cleansing was made of: hashes of input, recipe and output; as the `recipe` of a run it gives the same bytes, or a fault',
    path: idParameterSchema,
    query: redirectQuerySchema,
    servesContent: true,
    answer: manifestSchema,
  })
  manifest(@Param() parameters: unknown, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    return sendKind(this.services, 'manifest', parameters, request, response);
  }

  @Get('runs/:id/preview')
  @Policy('runs:read')
  @Describe({
    summary: 'What the recipe would do: counts, examples, columns before and after, cost; `runs/{id}/report` is the same as a page',
    path: idParameterSchema,
    query: redirectQuerySchema,
    servesContent: true,
    answer: previewSchema,
  })
  previewed(@Param() parameters: unknown, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    return sendKind(this.services, 'preview', parameters, request, response);
  }
}
