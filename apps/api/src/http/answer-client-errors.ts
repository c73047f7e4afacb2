import { Fault } from '@millrace/contracts';
import { newId } from '@millrace/platform';
import { STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { problemOf } from './problem-of';

const faultOf = (code: string | undefined): Fault => {
  if (code === 'HPE_HEADER_OVERFLOW') return new Fault('headers-too-large', 'The headers have more than 16 KB in all.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Fault('request-timeout', 'The head of the request did not come within its time.');
  return new Fault('malformed-request', 'The request could not be read as HTTP/1.1.');
};

/** How long a client that still sends is given to read why it is refused. */
const lingerMs = 1000;

/** Answers what is no HTTP with a problem as well: no request comes of it, so no other part of the application sees it. */
export const answerClientErrors = (server: Server): void => {
  const answered = new WeakSet<Duplex>();
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex & { readonly _httpMessage?: ServerResponse }) => {
    // What else comes on it is no more readable.
    if (answered.has(socket)) return;
    answered.add(socket);
    // Once an answer is under way, another one in the middle of it would be taken for a part of it.
    if (error.code === 'ECONNRESET' || !socket.writable || socket._httpMessage?.headersSent === true) {
      socket.destroy();
      return;
    }
    const fault = faultOf(error.code);
    const requestId = newId();
    const body = problemOf(fault, '', requestId);
    const head = [
      `HTTP/1.1 ${fault.status} ${STATUS_CODES[fault.status] ?? ''}`,
      'content-type: application/problem+json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      `x-request-id: ${requestId}`,
      'connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
    setTimeout(() => socket.destroy(), lingerMs).unref();
  });
};
