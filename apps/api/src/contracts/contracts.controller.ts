import {
  contractSchema,
  exchangeFormats,
  exchangeFormatSchema,
  Fault,
  storedContractSchema,
  type Contract,
  type StoredContract,
} from '@millrace/contracts';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { parse as parseYaml, stringify } from 'yaml';
import * as z from 'zod';
import { Policy } from '../auth/policy';
import { Describe } from '../http/describe';
import { idParameterSchema } from '../http/page-query';
import { parse } from '../http/parse';
import { callerOf, type ApiRequest } from '../http/request';
import { SERVICES, type Services } from '../services';

/** Rules as they are, or a document of another format: an object, or JSON or YAML as text. */
const acceptedSchema = z.union([contractSchema, z.object({ format: exchangeFormatSchema, document: z.unknown() }).strict()]);
const exportQuerySchema = z.object({ format: exchangeFormatSchema, as: z.enum(['json', 'yaml']).default('json') });

const read = (document: unknown): unknown => {
  if (typeof document !== 'string') return document;
  try {
    return parseYaml(document, { maxAliasCount: 100 }) as unknown;
  } catch (error) {
    throw new Fault('validation-failed', `document: is neither JSON nor YAML: ${error instanceof Error ? error.message : ''}`);
  }
};

const accepted = (body: unknown): Contract => {
  const given = parse(acceptedSchema, body);
  if ('rules' in given) return given;
  try {
    return contractSchema.parse(exchangeFormats[given.format].from(read(given.document)));
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const errors = error.issues.map(({ path, message }) => ({ field: ['document', ...path].join('.'), message }));
    throw new Fault('validation-failed', errors.map(({ field, message }) => `${field}: ${message}`).join('; '), { evidence: { errors } });
  }
};

@ApiTags('contracts')
@ApiBearerAuth()
@Controller('v1/datasets/:id/contract')
export class ContractsController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  /** Accepts rules as the dataset's contract, in place of the one that it has. Every profile from now on is checked against it. */
  @Post()
  @HttpCode(201)
  @Policy('datasets:write')
  @Describe({
    summary: 'Accepts rules as the contract, in place of the one that is there; every next profile is checked against it',
    path: idParameterSchema,
    body: acceptedSchema,
    status: 201,
    answer: storedContractSchema,
  })
  async accept(@Param() parameters: unknown, @Body() body: unknown, @Req() request: ApiRequest): Promise<StoredContract> {
    const { id } = parse(idParameterSchema, parameters);
    const { tenantId } = callerOf(request);
    await this.services.datasets.get(tenantId, id);
    return this.services.contracts.accept(tenantId, id, accepted(body));
  }

  @Get()
  @Policy('datasets:read')
  @Describe({ summary: 'The contract', path: idParameterSchema, answer: storedContractSchema })
  get(@Param() parameters: unknown, @Req() request: ApiRequest): Promise<StoredContract> {
    return this.find(parameters, request);
  }

  @Get('export')
  @Policy('datasets:read')
  @Describe({
    summary: 'The contract as JSON Schema, Frictionless Table Schema, dbt properties or a Great Expectations suite',
    path: idParameterSchema,
    query: exportQuerySchema,
    answer: z.record(z.string(), z.unknown()),
  })
  async export(
    @Param() parameters: unknown,
    @Query() query: unknown,
    @Req() request: ApiRequest,
    @Res() response: Response,
  ): Promise<void> {
    const { rules } = await this.find(parameters, request);
    const { format, as } = parse(exportQuerySchema, query);
    const { name } = await this.services.datasets.get(callerOf(request).tenantId, parse(idParameterSchema, parameters).id);
    const document = exchangeFormats[format].to({ rules }, name);
    if (as === 'json') response.json(document);
    else response.type('application/yaml').send(stringify(document));
  }

  private async find(parameters: unknown, request: ApiRequest): Promise<StoredContract> {
    const { id } = parse(idParameterSchema, parameters);
    const { tenantId } = callerOf(request);
    await this.services.datasets.get(tenantId, id);
    const found = await this.services.contracts.latest(tenantId, id);
    if (!found) throw new Fault('not-found', 'The dataset has no contract.');
    return found;
  }
}
