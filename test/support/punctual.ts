import { spawnSync } from 'node:child_process';

/** What is put before a command. A telephone comes before the speaker: what it sends too late nobody can play in time. */
const PREFIXES = { speaker: ['chrt', '-r', '1'], telephone: ['chrt', '-r', '2'] } as const;

export type Punctual = keyof typeof PREFIXES;

let isAllowed: boolean | undefined;

/**
 * A command that gets the processor when it wants it, as a speaker and a telephone do that have theirs for themselves:
 * what else this machine does meanwhile is nobody's fault. As it is where the machine does not allow that.
 */
export function punctual(as: Punctual, program: string, args: readonly string[]): readonly [string, readonly string[]] {
  isAllowed ??= spawnSync('chrt', ['-r', '1', 'true']).status === 0;
  const [first = program, ...rest] = [...(isAllowed ? PREFIXES[as] : []), program, ...args];
  return [first, rest];
}
