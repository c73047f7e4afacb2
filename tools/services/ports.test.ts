import { createServer, type AddressInfo } from 'node:net';
import { freePort, isTaken, parsePort } from './ports.mjs';

test('a port is taken while somebody listens on it', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  expect(await isTaken(port)).toBe(true);
  await new Promise((resolve) => server.close(resolve));
  expect(await isTaken(port)).toBe(false);
});

test('a free port can be listened on', async () => {
  expect(await isTaken(await freePort())).toBe(false);
});

test.each([
  ['8000', 8000],
  ['0', 0],
  ['65535', 65_535],
])('PORT=%s', (text, port) => expect(parsePort(text)).toBe(port));

test.each(['', '65536', '-1', '80.5', 'http', '0x50', ' 80'])('PORT=%j is refused as wrong use', (text) => {
  expect(() => parsePort(text)).toThrow(expect.objectContaining({ exitCode: 2, message: expect.stringContaining('0 to 65535') as string }));
});
