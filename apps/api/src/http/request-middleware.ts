import { Counter, Gauge, Histogram, newId, withLogContext, type Logger, type Metrics } from '@millrace/platform';
import type { NextFunction, Response } from 'express';
import type { ApiRequest } from './request';

const usable = /^[\w-]{1,64}$/;
const routeOf = (request: ApiRequest): string => {
  const route = request.route as { path?: string } | undefined;
  return route?.path ?? 'unmatched';
};

/** Gives each request its id, measures it and logs it; neither headers nor bodies are logged. */
export const requestMiddleware = (logger: Logger, metrics: Metrics) => {
  const labelNames = ['method', 'route', 'status'] as const;
  const total = new Counter({ name: 'http_requests_total', help: 'Requests that were answered.', labelNames, registers: [metrics] });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to the end of the answer.',
    labelNames,
    registers: [metrics],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
  });
  const inProgress = new Gauge({ name: 'http_requests_inprogress', help: 'Requests under way.', registers: [metrics] });
  const size = new Histogram({
    name: 'http_response_size_bytes',
    help: 'Length of answers that declare it.',
    labelNames,
    registers: [metrics],
    buckets: [100, 1000, 10_000, 100_000, 1e6, 1e7, 1e8],
  });
  return (request: ApiRequest, response: Response, next: NextFunction): void => {
    const given = request.header('x-request-id');
    const requestId = given !== undefined && usable.test(given) ? given : newId();
    request.requestId = requestId;
    response.setHeader('x-request-id', requestId);
    const started = performance.now();
    inProgress.inc();
    response.once('close', () => {
      inProgress.dec();
      const seconds = (performance.now() - started) / 1000;
      const labels = { method: request.method, route: routeOf(request), status: String(response.statusCode) };
      total.inc(labels);
      duration.observe(labels, seconds);
      const length = Number(response.getHeader('content-length'));
      if (Number.isFinite(length)) size.observe(labels, length);
      logger.info({ ...labels, requestId, seconds, finished: response.writableFinished, tenantId: request.caller?.tenantId }, 'request');
    });
    withLogContext({ requestId }, next);
  };
};
