import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkHealth, type HealthCheck } from './health';
import type { Metrics } from './metrics';

export interface StatusServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly checks: readonly HealthCheck[];
  readonly metrics: Metrics;
}

export interface StatusServer {
  readonly port: number;
  close(): Promise<void>;
}

/** The small HTTP side of a process that serves no requests: `/livez`, `/readyz` and `/metrics`. */
export const startStatusServer = async ({ host, port, checks, metrics }: StatusServerOptions): Promise<StatusServer> => {
  const answer = async (path: string): Promise<{ status: number; type: string; body: string }> => {
    if (path === '/livez') return { status: 200, type: 'application/json', body: '{"status":"ok"}' };
    if (path === '/metrics') return { status: 200, type: metrics.contentType, body: await metrics.metrics() };
    if (path !== '/readyz') return { status: 404, type: 'text/plain', body: 'Not found.\n' };
    const health = await checkHealth(checks);
    return { status: health.status === 'unready' ? 503 : 200, type: 'application/json', body: JSON.stringify(health) };
  };
  const server: Server = createServer((request, response) => {
    answer((request.url ?? '/').split('?')[0] ?? '/').then(
      ({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: (server.address() as AddressInfo).port, close };
};
