import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiParam, ApiProduces, ApiQuery, ApiResponse } from '@nestjs/swagger';
import * as z from 'zod';
import { problemSchema } from './problem';
import { QueryParameters } from './query-guard';

type Schema = Record<string, unknown>;

/** A zod schema as OpenAPI 3.0 speaks of it. `input`: as it is sent; `output`: as it is answered. */
const toSchema = (schema: z.ZodType, io: 'input' | 'output'): Schema =>
  z.toJSONSchema(schema, { target: 'openapi-3.0', io, unrepresentable: 'any' });

const idempotencyText =
  'For a day a repeat with the same key gets the first answer. One that differs in route, parameters or content is refused (422), one that comes while the first is under way too (409).';

export interface Described {
  readonly summary: string;
  readonly path?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The route takes a file, as the body itself or as the one file of a form. */
  readonly takesFile?: boolean;
  readonly status?: number;
  /** Of the JSON answer; or the media type of an answer that is no JSON. */
  readonly answer?: z.ZodType | string;
  readonly isIdempotent?: boolean;
}

const uploadBody = (query: z.ZodObject | undefined): MethodDecorator[] => [
  ApiConsumes('multipart/form-data', 'application/octet-stream', 'text/csv'),
  ApiBody({
    description:
      'The file as the body itself, or as the last part of a form, after any of the parameters of the query as fields. A field after the file, one that is given twice, one that is unknown and a second file are refused.',
    schema: {
      type: 'object',
      required: ['file'],
      properties: { ...(query && (toSchema(query, 'input')['properties'] as Schema)), file: { type: 'string', format: 'binary' } },
    },
  }),
  ApiHeader({
    name: 'x-content-sha256',
    required: false,
    description: 'SHA-256 of the file, hexadecimal; a Content-Digest (RFC 9530) does as well.',
  }),
];

const answerOf = (status: number, answer: Described['answer']): MethodDecorator[] => {
  if (answer === undefined) return [ApiResponse({ status, description: 'done' })];
  if (typeof answer !== 'string') return [ApiResponse({ status, description: 'the answer', schema: toSchema(answer, 'output') })];
  return [ApiProduces(answer), ApiResponse({ status, description: 'the content', schema: { type: 'string', format: 'binary' } })];
};

/** What the OpenAPI document says of a route, from the same schemas that judge its requests. */
export const Describe = ({ summary, path, query, body, takesFile, status = 200, answer, isIdempotent }: Described): MethodDecorator => {
  const problem = {
    description: 'a problem (RFC 9457); `code` is stable',
    content: { 'application/problem+json': { schema: toSchema(problemSchema, 'output') } },
  };
  return applyDecorators(
    ApiOperation({ summary }),
    QueryParameters(Object.keys(query?.shape ?? {})),
    ...Object.entries(path?.shape ?? {}).map(([name, schema]) => ApiParam({ name, schema: toSchema(schema as z.ZodType, 'input') })),
    ...Object.entries(query?.shape ?? {}).map(([name, schema]) =>
      ApiQuery({ name, required: !(schema as z.ZodType).safeParse(undefined).success, schema: toSchema(schema as z.ZodType, 'input') }),
    ),
    ...(body ? [ApiBody({ schema: toSchema(body, 'input') })] : []),
    ...(takesFile ? uploadBody(query) : []),
    ...(isIdempotent ? [ApiHeader({ name: 'idempotency-key', required: false, description: idempotencyText })] : []),
    ...answerOf(status, answer),
    ApiResponse({ status: 'default', ...problem }),
  );
};
