import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const CLIENTS = 50;

/** What a crowd of clients saw. */
export interface Load {
  readonly perSecond: number;
  /** ms. */
  readonly p50: number;
  readonly p99: number;
  /** Answers that were no success, and connections that broke. */
  readonly errors: number;
}

interface LoadOptions {
  readonly base: string;
  /** Asked for in turn. */
  readonly paths: readonly string[];
  readonly authorization: string;
  readonly seconds: number;
}

const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000 };

/** Lets wrk ask as fast as it is answered, each client one request at a time. */
export async function load({ base, paths, authorization, seconds }: LoadOptions): Promise<Load> {
  const folder = await mkdtemp(join(tmpdir(), 'stentor-load-'));
  const list = paths.map(path => `"${path}"`).join(', ');
  const script = [
    `local paths, at = { ${list} }, 0`,
    `wrk.headers["Authorization"] = "${authorization}"`,
    'wrk.headers["Accept-Encoding"] = "gzip"',
    'request = function() at = at % #paths + 1 return wrk.format("GET", paths[at]) end',
  ];
  try {
    await writeFile(join(folder, 'load.lua'), script.join('\n'));
    const args = ['-t1', `-c${CLIENTS}`, `-d${seconds}s`, '--latency', '-s', join(folder, 'load.lua'), base];
    const { stdout } = await promisify(execFile)('wrk', args);
    const latency = (share: number) => {
      const [, value = 'NaN', unit = 'ms'] = new RegExp(`${share}%\\s+([\\d.]+)(us|ms|s)`).exec(stdout) ?? [];
      return Number(value) * (UNITS[unit] ?? NaN);
    };
    const broken = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(stdout)?.slice(1) ?? [];
    return {
      perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]),
      p50: latency(50),
      p99: latency(99),
      errors: [/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0, ...broken].reduce<number>(
        (sum, n) => sum + Number(n),
        0,
      ),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
