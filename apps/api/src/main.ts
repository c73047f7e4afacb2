import { faultCodes } from '@millrace/contracts';

process.stdout.write(`${faultCodes.length} faults known\n`);
