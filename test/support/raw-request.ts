import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Platform } from './platform';

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
  /** The problem's code, or empty where the answer is none. */
  readonly code: string;
}

/** The only answer on a connection that is or will be closed. */
export const readAnswer = async (socket: Socket): Promise<RawAnswer> => {
  const text = Buffer.concat((await socket.toArray()) as Buffer[]).toString();
  const end = text.indexOf('\r\n\r\n');
  const [head, body] = [text.slice(0, end), text.slice(end + 4)];
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0), head, body, code: /"code":"([\w-]+)"/.exec(body)?.[1] ?? '' };
};

/** A connection to the API. */
export const openSocket = async ({ url }: Pick<Platform, 'url'>): Promise<Socket> => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  // A server may close while we still send: what it has said is read all the same.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
};

/** The head of a request with credentials, ready for its body. */
export const headOf = ({ key }: Pick<Platform, 'key'>, line: string, headers: Readonly<Record<string, string>> = {}): string =>
  [
    `${line} HTTP/1.1`,
    'host: api',
    `authorization: Bearer ${key}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');
