// Sets up, then runs a script on Node 24: node tools/bootstrap/run.mjs tools/demo.mts [arguments]
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { root, setup } from './setup.mjs';

const [script, ...args] = process.argv.slice(2);
try {
  const node = setup();
  const env = { ...process.env, PATH: `${dirname(node)}:${join(root, 'node_modules/.bin')}:${process.env.PATH}` };
  const command = script.startsWith('npm:')
    ? ['/bin/sh', ['-c', `${script.slice(4)} "$@"`, 'sh', ...args]]
    : [node, ['--disable-warning=ExperimentalWarning', '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', join(root, script), ...args]];
  const child = spawn(command[0], command[1], { stdio: 'inherit', env, cwd: script.startsWith('npm:') ? root : process.cwd() });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('close', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
} catch (error) {
  process.stderr.write(`millrace: ${error.message}\n`);
  process.exit(1);
}
