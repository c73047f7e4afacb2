import {
  recipeDiffSchema,
  recipeNameSchema,
  recipeSchema,
  savedRecipeSchema,
  type Recipe,
  type RecipeDiff,
  type SavedRecipe,
} from '@millrace/contracts';
import type { Page } from '@millrace/database';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Put, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import * as z from 'zod';
import { Policy } from '../auth/policy';
import { Describe } from '../http/describe';
import { pageOf } from '../http/page-query';
import { parse } from '../http/parse';
import { callerOf, type ApiRequest } from '../http/request';
import { chosenRecipe } from '../runs/chosen-recipe';
import { SERVICES, type Services } from '../services';
import { diffRecipes } from './diff-recipes';

const nameParameterSchema = z.object({ name: recipeNameSchema });
const number = z.coerce.number().int().positive();
const numberQuerySchema = z.object({ number: number.optional().meta({ description: 'The version; the newest where it is left out' }) });
const diffQuerySchema = z.object({ from: number, to: number.optional().meta({ description: 'The newest where it is left out' }) });
const listQuerySchema = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), cursor: recipeNameSchema.optional() });
const bodySchema = z
  .object({ recipe: z.unknown().meta({ description: 'A recipe, or a manifest, of which the recipe is taken' }) })
  .strict();

/** Recipes that a tenant has saved: all of its keys see them. */
@ApiTags('recipes')
@ApiBearerAuth()
@Controller('v1/recipes')
export class SavedRecipesController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Get()
  @Policy('runs:read')
  @Describe({ summary: 'Saved recipes by name, each in its newest version', query: listQuerySchema, answer: pageOf(savedRecipeSchema) })
  list(@Query() query: unknown, @Req() request: ApiRequest): Promise<Page<SavedRecipe>> {
    const { limit, cursor } = parse(listQuerySchema, query);
    return this.services.recipes.list(callerOf(request).tenantId, { limit, after: cursor });
  }

  /** Saves a recipe as the newest version of its name. */
  @Put(':name')
  @Policy('runs:write')
  @Describe({
    summary: 'Saves a recipe as the newest version of its name; one that is the newest already makes no other',
    path: nameParameterSchema,
    body: bodySchema,
    answer: savedRecipeSchema,
  })
  save(@Param() parameters: unknown, @Body() body: unknown, @Req() request: ApiRequest): Promise<SavedRecipe> {
    const { name } = parse(nameParameterSchema, parameters);
    const { recipe } = parse(bodySchema, body);
    const chosen = recipe === undefined ? undefined : chosenRecipe(recipe).recipe;
    const parsed = parse(z.object({ recipe: recipeSchema }), { recipe: chosen }).recipe;
    return this.services.recipes.save(callerOf(request).tenantId, name, parsed);
  }

  @Get(':name')
  @Policy('runs:read')
  @Describe({ summary: 'A saved recipe', path: nameParameterSchema, query: numberQuerySchema, answer: savedRecipeSchema })
  get(@Param() parameters: unknown, @Query() query: unknown, @Req() request: ApiRequest): Promise<SavedRecipe> {
    const { name } = parse(nameParameterSchema, parameters);
    return this.services.recipes.get(callerOf(request).tenantId, name, parse(numberQuerySchema, query).number);
  }

  @Get(':name/versions')
  @Policy('runs:read')
  @Describe({
    summary: 'All versions of a saved recipe, the newest first',
    path: nameParameterSchema,
    answer: z.object({ items: z.array(savedRecipeSchema) }),
  })
  async versions(@Param() parameters: unknown, @Req() request: ApiRequest): Promise<{ items: SavedRecipe[] }> {
    const { name } = parse(nameParameterSchema, parameters);
    return { items: await this.services.recipes.versions(callerOf(request).tenantId, name) };
  }

  @Get(':name/export')
  @Policy('runs:read')
  @Describe({
    summary: 'The recipe alone, as the command line and other tenants take it',
    path: nameParameterSchema,
    query: numberQuerySchema,
    answer: recipeSchema,
  })
  async export(@Param() parameters: unknown, @Query() query: unknown, @Req() request: ApiRequest): Promise<Recipe> {
    return (await this.get(parameters, query, request)).recipe;
  }

  @Get(':name/diff')
  @Policy('runs:read')
  @Describe({
    summary: 'What has become of each step from one version to another',
    path: nameParameterSchema,
    query: diffQuerySchema,
    answer: recipeDiffSchema,
  })
  async diff(@Param() parameters: unknown, @Query() query: unknown, @Req() request: ApiRequest): Promise<RecipeDiff> {
    const { name } = parse(nameParameterSchema, parameters);
    const { from, to } = parse(diffQuerySchema, query);
    const { tenantId } = callerOf(request);
    const { recipes } = this.services;
    return diffRecipes(name, await recipes.get(tenantId, name, from), await recipes.get(tenantId, name, to));
  }

  @Delete(':name')
  @HttpCode(204)
  @Policy('runs:write')
  @Describe({ summary: 'Deletes a saved recipe with all of its versions', path: nameParameterSchema, status: 204 })
  async delete(@Param() parameters: unknown, @Req() request: ApiRequest): Promise<void> {
    await this.services.recipes.delete(callerOf(request).tenantId, parse(nameParameterSchema, parameters).name);
  }
}
