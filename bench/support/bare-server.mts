// The least that a server can do with an upload: copy its bytes to a file. Prints its port.
import { createWriteStream, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const folder = process.argv[2] ?? '.';
mkdirSync(folder, { recursive: true });
let count = 0;
const server = createServer((request, response) => {
  count += 1;
  pipeline(request, createWriteStream(join(folder, String(count)))).then(
    () => response.writeHead(201).end(),
    () => response.destroy(),
  );
});
server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
