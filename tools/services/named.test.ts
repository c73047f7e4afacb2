import { serverOf } from './named.mjs';

test.each([
  ['mysql://user:pass%40word@db:3306/millrace', 'mysql://user:pass%40word@db:3306/'],
  ['mysql://root@127.0.0.1:3306/', 'mysql://root@127.0.0.1:3306/'],
  ['mysql://root@127.0.0.1:3306', 'mysql://root@127.0.0.1:3306/'],
])('the server of %s', (url, server) => expect(serverOf(url)).toBe(server));
