import { run, type RunOptions } from './process.ts';

/** All that a program prints, as text. @throws Fault as `run` does */
export async function outputOf(program: string, args: readonly string[], options: RunOptions): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of run(program, args, options)) parts.push(part);
  return Buffer.concat(parts).toString();
}
