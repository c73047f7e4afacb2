import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FaultProxy {
  readonly url: string;
  /** Share of requests that are answered with 500, before or after the server behind saw them. */
  failShare: number;
  /** Share of response bodies that break off in the middle. */
  cutShare: number;
  readonly counts: { requests: number; failed: number; cut: number };
  close(): Promise<void>;
}

/** A reverse proxy on loopback that does harm on purpose. Half of the failures lose the answer of a request that was carried out. */
export const startFaultProxy = async (target: string, random: () => number = Math.random): Promise<FaultProxy> => {
  const { hostname, port } = new URL(target);
  const counts = { requests: 0, failed: 0, cut: 0 };
  const proxy = { failShare: 0, cutShare: 0 };
  const server: Server = createServer((incoming, outgoing) => {
    counts.requests += 1;
    const fails = random() < proxy.failShare;
    const failsAfter = fails && random() < 0.5;
    const fail = () => {
      counts.failed += 1;
      outgoing.writeHead(500, { 'content-type': 'application/xml', connection: 'close' }).end('<Error><Code>InternalError</Code></Error>');
    };
    if (fails && !failsAfter) {
      incoming.resume().on('end', fail);
      return;
    }
    const onward = request({ hostname, port, method: incoming.method, path: incoming.url, headers: incoming.headers }, (answer) => {
      if (failsAfter) {
        answer.resume().on('end', fail);
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      const cuts = incoming.method === 'GET' && random() < proxy.cutShare;
      if (!cuts) {
        answer.pipe(outgoing);
        return;
      }
      counts.cut += 1;
      answer.once('data', (chunk: Buffer) => {
        outgoing.write(chunk.subarray(0, Math.ceil(chunk.length / 2)), () => outgoing.destroy());
        answer.destroy();
      });
    });
    onward.on('error', () => outgoing.destroy());
    incoming.on('error', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return Object.assign(proxy, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, counts, close });
};
