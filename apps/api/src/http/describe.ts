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
  /** The answer's content is served in ranges, and by redirect where the caller asks for that. */
  readonly servesContent?: boolean;
  /** Other statuses of success with the same answer, and what each says. */
  readonly also?: Readonly<Record<number, string>>;
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

const contentOf = (answer: Described['answer']): MethodDecorator[] => {
  const content = typeof answer === 'string' ? answer : 'application/json';
  const header = (description: string) => ({ description, schema: { type: 'string' } });
  return [
    ApiHeader({ name: 'range', required: false, description: '`bytes=FIRST-LAST`, one range' }),
    ApiHeader({
      name: 'if-range',
      required: false,
      description: 'The ETag that the range is of; the whole content comes where it is another',
    }),
    ApiResponse({
      status: 206,
      description: 'the range of the content',
      headers: { 'content-range': header('`bytes FIRST-LAST/SIZE`'), etag: header('the SHA-256 of the whole content') },
      content: { [content]: { schema: { type: 'string', format: 'binary' } } },
    }),
    ApiResponse({ status: 307, description: 'where the object store serves it, if `redirect=1` was asked for and it can' }),
    ApiResponse({
      status: 416,
      description: 'the range lies outside of the content',
      headers: { 'content-range': header('`bytes */SIZE`') },
      content: { 'application/problem+json': { schema: toSchema(problemSchema, 'output') } },
    }),
  ];
};

/** What the OpenAPI document says of a route, from the same schemas that judge its requests. */
export const Describe = (described: Described): MethodDecorator => {
  const { summary, path, query, body, takesFile, status = 200, answer, isIdempotent, servesContent, also = {} } = described;
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
    ...Object.entries(also).map(([other, description]) =>
      ApiResponse({ status: Number(other), description, ...(typeof answer === 'object' && { schema: toSchema(answer, 'output') }) }),
    ),
    ...(servesContent ? contentOf(answer) : []),
    ApiResponse({ status: 'default', ...problem }),
  );
};
