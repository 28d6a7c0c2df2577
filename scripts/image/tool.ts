import { spawnSync } from 'node:child_process';

interface ToolOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
}

/**
 * Runs a program to its end and hands over what it printed.
 * @throws Error with its last words where it fails, or with the name of Debian's package where it is missing
 */
export function tool(program: string, args: readonly string[], options: ToolOptions = {}): string {
  const { cwd, env, input } = options;
  const { status, signal, error, stdout, stderr } = spawnSync(program, args, {
    cwd,
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC', ...env },
    input,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (error !== undefined) throw new Error(`${program} cannot be run (${error.message}); run make packages-image`);
  if (status === 0) return stdout;
  const last = `${stdout}${stderr}`.trim().slice(-4000);
  throw new Error(`${program} ${args.join(' ').slice(0, 300)} failed (${signal ?? status ?? 'killed'})\n${last}`);
}
