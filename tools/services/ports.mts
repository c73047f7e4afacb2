import { connect, createServer, type AddressInfo } from 'node:net';
import { ToolError } from '../lifecycle.mts';

/** A port of 127.0.0.1 that nobody listens on. */
export const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

/** Whether somebody listens on this port of this machine. */
export const isTaken = (port: number, host = '127.0.0.1'): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** Reads PORT. @throws ToolError for what is no port; 0 stands for any that is free */
export const parsePort = (text: string): number => {
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw new ToolError(`PORT is ${text === '' ? 'empty' : `"${text}"`}; it has to be a number from 0 to 65535.`, 2);
};
