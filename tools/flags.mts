import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { ToolError } from './lifecycle.mts';

/** Reads a tool's own flags. @throws ToolError (2) with the usage for a flag that it has not */
export const readFlags = <Options extends ParseArgsOptionsConfig>(usage: string, options: Options, args = process.argv.slice(2)) => {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new ToolError(`${error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error)}.\n\n${usage}`, 2);
  }
};
