import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testCertificate } from './sip-rig.ts';

/** Whether all programs are there; a test that needs others says so and is skipped. */
export function missingPrograms(...programs: readonly string[]): string | undefined {
  const missing = programs.filter(program => {
    try {
      execFileSync('which', [program], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  });
  return missing.length === 0 ? undefined : `not installed: ${missing.join(', ')}`;
}

/** Skips a test and says why. */
export function skipFor(context: Mocha.Context, reason: string | undefined): void {
  if (reason === undefined) return;
  console.log(`      skipped: ${reason}`);
  context.skip();
}

/** A program of another's that runs during a test. */
export interface Peer {
  readonly pid: number;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
  /** Writes to its standard input. */
  type(text: string): void;
  /** Ends it, after so long the hard way, which leaves its children. */
  stop(patienceMs?: number): Promise<void>;
}

interface PeerOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Takes its standard output, which is then no part of `output`. */
  readonly printed?: (piece: Buffer) => void;
}

export function startPeer(
  program: string,
  args: readonly string[],
  { printed: takes, ...options }: PeerOptions = {},
): Peer {
  const child: ChildProcess = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
  let printed = '';
  const hear = (text: Buffer) => (printed = (printed + text.toString()).slice(-200_000));
  child.stdout?.on('data', takes ?? hear);
  child.stderr?.on('data', hear);
  const ended = new Promise<number | null>(resolve => {
    child.once('error', () => resolve(null));
    child.once('exit', code => resolve(code));
  });
  return {
    pid: child.pid ?? 0,
    output: () => printed,
    ended,
    type: text => void child.stdin?.write(text),
    async stop(patienceMs = 2000) {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

interface Registrar {
  readonly port: number;
  readonly tlsPort: number;
  start(): Promise<void>;
  /** Ends it; it may be started again. */
  kill(): Promise<void>;
  stop(): Promise<void>;
  output(): string;
}

export const REALM = 'kam.test';
export const SECRET = 's3cret pass';

interface KamailioOptions {
  readonly port: number;
  readonly tlsPort: number;
  /** The longest that it keeps a registration, s. */
  readonly expires?: number;
}

/** Kamailio as registrar and proxy for `kam.test`: everybody's password is SECRET, and the log-in of `100` is `auth100`. */
export async function kamailio({ port, tlsPort, expires = 3600 }: KamailioOptions): Promise<Registrar> {
  const folder = await mkdtemp(join(tmpdir(), 'stentor-kamailio-'));
  const { cert, key } = await testCertificate();
  await writeFile(join(folder, 'cert.pem'), cert);
  await writeFile(join(folder, 'key.pem'), key);
  await writeFile(join(folder, 'kamailio.cfg'), configuration({ port, tlsPort, expires, folder }));
  let peer: Peer | undefined;
  return {
    port,
    tlsPort,
    output: () => peer?.output() ?? '',
    async start() {
      const args = ['-DD', '-E', '-e', '-f', join(folder, 'kamailio.cfg'), '-Y', folder, '-m', '32', '-M', '4'];
      peer = startPeer('kamailio', args);
      await listening(port, peer);
    },
    async kill() {
      // It ends its children, which would answer on.
      await peer?.stop(20_000);
    },
    async stop() {
      await peer?.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
    },
  };
}

/** Resolves when a TCP port answers. */
async function listening(port: number, peer: Peer): Promise<void> {
  for (let asked = 0; asked < 500; asked++) {
    const open = await new Promise<boolean>(resolve => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  throw new Error(`nobody listens at ${port}: ${peer.output()}`);
}

const configuration = ({ port, tlsPort, expires, folder }: Required<KamailioOptions> & { folder: string }) => `
debug=1
log_stderror=yes
children=1
tcp_children=2
enable_tls=yes
disable_tcp=no
auto_aliases=no
alias="${REALM}"
listen=udp:127.0.0.1:${port}
listen=tcp:127.0.0.1:${port}
listen=tls:127.0.0.1:${tlsPort}
tcp_connection_lifetime=3605
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "auth.so"
loadmodule "tls.so"
modparam("tls", "private_key", "${folder}/key.pem")
modparam("tls", "certificate", "${folder}/cert.pem")
modparam("tls", "tls_method", "TLSv1.2+")
modparam("tls", "verify_certificate", 0)
modparam("tls", "require_certificate", 0)
modparam("usrloc", "db_mode", 0)
modparam("registrar", "min_expires", 10)
modparam("registrar", "max_expires", ${expires})
modparam("rr", "enable_full_lr", 1)
request_route {
  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483","Too Many Hops"); exit; }
  if (has_totag()) { if (loose_route()) { t_relay(); exit; } if (is_method("ACK")) { if (t_check_trans()) { t_relay(); } exit; } sl_send_reply("404","Not here"); exit; }
  if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
  t_check_trans();
  if (is_method("REGISTER|INVITE")) {
    if (!pv_www_authenticate("${REALM}", "${SECRET}", "0")) { www_challenge("${REALM}", "0"); exit; }
    if ($fU == "100" && $au != "auth100") { sl_send_reply("403","Wrong authentication ID"); exit; }
    if ($fU == "banned") { sl_send_reply("403","Forbidden"); exit; }
    consume_credentials();
  }
  if (is_method("REGISTER")) { save("location"); exit; }
  record_route();
  if (!lookup("location")) { sl_send_reply("404","Not Found"); exit; }
  t_relay();
}
`;
