// Lets Node require this repository's TypeScript, as Jest does: node -r libs/storage/test/transpile.cjs SCRIPT.ts
const { transformSync } = require('@swc/core');
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { join, resolve } = require('node:path');

const root = resolve(__dirname, '../../..');
const options = { swcrc: false, ...require('../../../jest.swc.json') };
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) => {
  const own = /^@millrace\/([^/]+)$/.exec(request);
  return resolveFilename(own ? join(root, 'libs', own[1], 'src/index.ts') : request, ...rest);
};
Module._extensions['.ts'] = (module, path) =>
  module._compile(transformSync(readFileSync(path, 'utf8'), { ...options, filename: path }).code, path);
