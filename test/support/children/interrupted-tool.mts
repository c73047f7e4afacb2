// A tool that runs a program which starts another one and answers no signal but SIGKILL. Argument: what it has started writes its id there.
import { runTool } from '../../../tools/lifecycle.mts';
import { runProgram } from '../../../tools/services/programs.mts';

const [path = ''] = process.argv.slice(2);
const stubborn = `trap '' INT TERM; sh -c "trap '' INT TERM; echo \\$\\$ > ${path}; sleep 60"; exit 3`;
await runTool(async () => {
  await runProgram('a stubborn program', 'sh', ['-c', stubborn], { isDisposable: true });
  return 0;
});
