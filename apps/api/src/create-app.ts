import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Fault } from '@millrace/contracts';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { json } from 'express';
import type { Server } from 'node:http';
import { ApiModule } from './api-module';
import { answerClientErrors } from './http/answer-client-errors';
import { requestMiddleware } from './http/request-middleware';
import type { Services } from './services';

const jsonBytes = 1024 * 1024;
const jsonSeconds = 30;

type Handler = ReturnType<typeof json>;
type Parameter<At extends 0 | 1 | 2> = Parameters<Handler>[At];

/** A small body that does not come is not waited for: the server's own limit is off for the sake of uploads. */
const withinTime = (request: Parameter<0>, parse: Handler, response: Parameter<1>, next: Parameter<2>): void => {
  let isOver = false;
  const once = (error?: unknown) => {
    if (isOver) return;
    isOver = true;
    clearTimeout(late);
    next(error);
  };
  const late = setTimeout(() => {
    once(new Fault('upload-too-slow', `The body did not come within ${jsonSeconds} s.`));
  }, jsonSeconds * 1000);
  parse(request, response, once);
};

/** The document of every route. */
export const openApiOf = (app: NestExpressApplication): OpenAPIObject => {
  const about = new DocumentBuilder()
    .setTitle('Millrace')
    .setVersion('1')
    .setDescription('Profiles, cleanses and explains datasets. Faults are RFC 9457 problems with a stable `code`.')
    .addBearerAuth()
    .build();
  return SwaggerModule.createDocument(app, about);
};

/** The Nest application, not yet listening. */
export const createApp = async (services: Services): Promise<NestExpressApplication> => {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest documents a literal here
  const app = await NestFactory.create<NestExpressApplication>(ApiModule.over(services), {
    logger: false,
    bodyParser: false,
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.use(requestMiddleware(services.logger, services.metrics));
  app.use((request: Parameter<0>, _: Parameter<1>, next: Parameter<2>) => {
    const isThere = request.headers.host !== undefined || request.httpVersion === '1.0';
    next(isThere ? undefined : new Fault('malformed-request', 'The request has no Host header.'));
  });
  // Only small JSON bodies are parsed; whatever else comes is an upload and is streamed.
  const parseJson = json({ limit: jsonBytes });
  app.use((request: Parameter<0>, response: Parameter<1>, next: Parameter<2>) => {
    const [pathname = ''] = (request.url ?? '').split('?');
    if (/^\/v1\/datasets(\/[^/]+\/versions)?\/?$/.test(pathname)) next();
    else withinTime(request, parseJson, response, next);
  });
  app.use((_: unknown, response: { setHeader: (name: string, value: string) => void }, next: () => void) => {
    response.setHeader('x-content-type-options', 'nosniff');
    next();
  });
  const { FRONTEND_URL } = services.config;
  if (FRONTEND_URL !== undefined)
    app.enableCors({ origin: FRONTEND_URL.split(','), exposedHeaders: ['location', 'x-request-id', 'idempotency-replayed'] });
  SwaggerModule.setup('docs', app, () => openApiOf(app), { jsonDocumentUrl: 'docs/json' });
  const server = app.getHttpServer() as Server & { requireHostHeader: boolean };
  answerClientErrors(server);
  // Told by a problem, as everything else that is wrong with a request.
  server.requireHostHeader = false;
  // A slow upload that lives is not cut: its own guard watches its pace.
  server.requestTimeout = 0;
  await app.init();
  return app;
};
