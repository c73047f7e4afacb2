// The platform for real use: bin/millrace up [--detach] | down | status [--json]
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { readFlags } from './flags.mts';
import { atEnd, runTool, ToolError } from './lifecycle.mts';
import { announce, folder, logs } from './platform/announce.mts';
import { bornAt, isAlive, readState } from './platform/state.mts';
import { runPlatform, wantedServices } from './platform/up.mts';
import { say } from './say.mts';
import { bring } from './services/bring.mts';
import { until } from './services/processes.mts';

const usage = `millrace up [--detach]      starts the platform; PORT chooses its port (8000)
millrace down               stops it; its data is kept
millrace status [--json]    whether it is up: exit code 0 if it is ready, 3 if not
`;
const startMs = 300_000;
/** A worker finishes or hands back its jobs first. */
const stopMs = 180_000;

const status = async (asJson: boolean): Promise<number> => {
  const state = readState(folder);
  const answer = state && (await fetch(`${state.url}/readyz`, { signal: AbortSignal.timeout(5000) }).catch(() => null));
  const health: unknown = answer && (await answer.json().catch(() => null));
  if (asJson) console.log(JSON.stringify({ up: state !== null, ready: answer?.ok ?? false, health, ...state }));
  else if (!state) console.log('Millrace is down. Start it with: bin/millrace up --detach');
  else {
    announce(state);
    console.log(answer ? JSON.stringify(health) : 'the API does not answer');
  }
  return answer?.ok ? 0 : 3;
};

const down = async (): Promise<number> => {
  const state = readState(folder);
  if (!state) {
    console.log('Millrace is down');
    return 0;
  }
  say('stopping; jobs that run finish or are handed back …');
  process.kill(state.pid, 'SIGTERM');
  await until('the end of the platform', () => bornAt(state.pid) !== state.born || !isAlive(state.pid), stopMs);
  console.log('Millrace is down; its data is kept');
  return 0;
};

const detach = async (): Promise<number> => {
  // Here, where there is a terminal that can answer sudo.
  await bring(wantedServices());
  mkdirSync(logs, { recursive: true });
  const path = join(logs, 'platform.log');
  const log = openSync(path, 'w');
  const child = spawn(process.execPath, [...process.execArgv, import.meta.filename, 'up'], { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const forget = atEnd(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  await until('the platform', () => readState(folder) !== null, startMs, { child, log: path });
  forget();
  child.unref();
  const state = readState(folder);
  if (!state) throw new ToolError(`the platform ended again:\n${readFileSync(path, 'utf8').slice(-2000)}`);
  announce(state);
  return 0;
};

const up = (detached: boolean): Promise<number> => {
  const state = readState(folder);
  if (state) {
    const { PORT } = process.env;
    if (PORT && Number(PORT) !== 0 && PORT !== new URL(state.url).port)
      say(`it is up already; another port takes effect after: bin/millrace down`);
    announce(state);
    return Promise.resolve(0);
  }
  return detached ? detach() : runPlatform();
};

await runTool(async () => {
  const { values, positionals } = readFlags(usage, {
    detach: { type: 'boolean', default: false, short: 'd' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false, short: 'h' },
  });
  const [command, ...rest] = positionals;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (rest.length > 0) throw new ToolError(`${rest[0] ?? ''} is not understood.\n\n${usage}`, 2);
  if (command === 'status') return status(values.json);
  if (command === 'down') return down();
  if (command === 'up') return up(values.detach);
  throw new ToolError(usage, 2);
});
