import { Fault } from '@millrace/contracts';
import type { Logger } from '@millrace/platform';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { problemOf } from './problem-of';
import { refuseUpload } from './refuse-upload';
import { requestIdOf, type ApiRequest } from './request';

const faultOfHttp = (error: HttpException): Fault => {
  const status = error.getStatus();
  if (status === 404) return new Fault('not-found', 'There is no such route.');
  if (status === 405) return new Fault('method-not-allowed', 'The route does not take this method.');
  if (status === 400 && /^Failed to decode/.test(error.message)) return new Fault('malformed-request', 'The path cannot be decoded.');
  if (status === 413) return new Fault('payload-too-large', 'The body is too large.');
  return status < 500
    ? new Fault('validation-failed', 'The body cannot be read.')
    : new Fault('internal', 'The request failed.', { cause: error });
};

const isBodyFault = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'type' in error &&
  typeof error.type === 'string' &&
  /^(entity|encoding|charset|request)\./.test(error.type);

const toFault = (error: unknown): Fault => {
  if (error instanceof HttpException) return faultOfHttp(error);
  if (isBodyFault(error)) return new Fault('validation-failed', 'The body cannot be read.', { cause: error });
  return Fault.wrap(error);
};

/** The one place where faults become answers: RFC 9457 problem details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<ApiRequest>();
    const response = host.switchToHttp().getResponse<Response>();
    const fault = toFault(thrown);
    if (fault.kind === 'bug') this.logger.error({ err: thrown }, 'request failed');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (fault.status === 401) response.setHeader('www-authenticate', 'Bearer');
    if (fault.status === 503) response.setHeader('retry-after', '5');
    const problem = problemOf(fault, request.originalUrl, requestIdOf(request));
    response.status(fault.status).type('application/problem+json');
    if (request.complete) response.send(problem);
    else void refuseUpload(request, response, problem);
  }
}
