// A worker that forks a hanging child, tells its id, and waits to be killed. Arguments: execPath, script, execArgv…
import { fork } from 'node:child_process';

const [execPath, script = '', ...execArgv] = process.argv.slice(2);
const child = fork(script, [], { execPath, execArgv });
child.send({ parameters: {} });
child.on('message', ({ type }: { type: string }) => {
  if (type === 'progress') process.stdout.write(`${child.pid}\n`);
});
