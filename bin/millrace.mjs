#!/usr/bin/env node
// The platform and the engine from the command line: millrace help
import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const bootstrap = resolve(dirname(realpathSync(fileURLToPath(import.meta.url))), '../tools/bootstrap/run.mjs');
const platform = new Set(['up', 'down', 'status']);
const command = process.argv[2];
const script = platform.has(command) ? 'tools/platform.mts' : 'dist/apps/cli/src/main.js';
process.argv.splice(1, 1, bootstrap, script);
await import(bootstrap);
