import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Runs a tool in a process of its own; `signal` is sent once it says that it is ready. */
const run = async (body: string, signal?: NodeJS.Signals) => {
  const script = `import { atEnd, endWith, isEnding, runTool, setSignalCode, ToolError } from ${JSON.stringify(join(__dirname, 'lifecycle.mts'))};
    import { setTimeout as sleep } from 'node:timers/promises';
    ${body}`;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module-typescript', '--eval', script]);
  const ended = new Promise<number>((done) => child.once('close', (code, by) => done(code ?? 128 + constants.signals[by!])));
  if (signal)
    child.stdout.once('data', () => {
      child.kill(signal);
      child.kill(signal);
    });
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, out: out.trim().split('\n').filter(Boolean), err };
};

test('what was put up is taken down, last first, and the exit code is the tool’s', async () => {
  const { code, out } = await run(`await runTool(async () => {
    atEnd(() => console.log('first'));
    atEnd(async () => { await sleep(20); console.log('second'); });
    const forget = atEnd(() => console.log('forgotten'));
    forget();
    return 3;
  });`);
  expect({ code, out }).toEqual({ code: 3, out: ['second', 'first'] });
});

test('a step that fails is told, and keeps the others from nothing', async () => {
  const { code, out, err } = await run(`await runTool(async () => {
    atEnd(() => console.log('first'));
    atEnd(() => { throw new Error('jammed'); });
    return 0;
  });`);
  expect({ code, out }).toEqual({ code: 0, out: ['first'] });
  expect(err).toContain('jammed');
});

test.each([
  ["new ToolError('no such file', 2)", 2, /^millrace: no such file\n$/],
  ["new Error('a bug')", 1, /a bug\n\s+at /],
])('a tool that throws %s ends with %i, after its cleaning up', async (thrown, expected, message) => {
  const { code, out, err } = await run(`await runTool(async () => { atEnd(() => console.log('cleaned')); throw ${thrown}; });`);
  expect({ code, out }).toEqual({ code: expected, out: ['cleaned'] });
  expect(err).toMatch(message);
});

const waits = `await runTool(async () => {
  atEnd(async () => { await sleep(50); console.log('cleaned'); });
  console.log('ready');
  while (!isEnding()) await sleep(5);
  throw new Error('because all is being taken down');
});`;

test.each<[NodeJS.Signals, number]>([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])('%s, even twice, cleans up once and ends with %i; what fails on the way is no news', async (signal, expected) => {
  const { code, out, err } = await run(waits, signal);
  expect({ code, out }).toEqual({ code: expected, out: ['ready', 'cleaned'] });
  expect(err).toBe('millrace: stopping …\n');
});

test('a server that is asked to end has done well', async () => {
  expect((await run(`setSignalCode('SIGTERM', 0); ${waits}`, 'SIGTERM')).code).toBe(0);
});

test('an error that nobody catches still cleans up', async () => {
  const { code, out, err } = await run(`atEnd(() => console.log('cleaned')); setTimeout(() => { throw new Error('uncaught'); }, 10);`);
  expect({ code, out }).toEqual({ code: 1, out: ['cleaned'] });
  expect(err).toContain('uncaught');
});
