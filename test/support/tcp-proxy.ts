import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A way to a server that can be gone for a while, whoever runs the server and wherever. */
export class TcpProxy {
  private server: Server | null = null;
  private port = 0;
  private readonly sockets = new Set<Socket>();

  /** @param target of any scheme, with a host and a port */
  constructor(private readonly target: URL) {}

  /** The target's address with the proxy in its place. */
  get url(): string {
    const url = new URL(this.target);
    [url.hostname, url.port] = ['127.0.0.1', String(this.port)];
    return url.href;
  }

  /** Listens, at the same port as before. */
  async open(): Promise<void> {
    this.server = createServer((incoming) => {
      const onward = connect(Number(this.target.port), this.target.hostname);
      for (const [one, other] of [
        [incoming, onward],
        [onward, incoming],
      ] as const) {
        // prettier-ignore
        this.sockets.add(one);
        one.on('error', () => other.destroy()).on('close', () => this.sockets.delete(one));
        one.pipe(other);
      }
    }).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    ({ port: this.port } = this.server.address() as AddressInfo);
  }

  /** Breaks all connections and takes no more. */
  async cut(): Promise<void> {
    const { server } = this;
    if (server === null) return;
    this.server = null;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}
