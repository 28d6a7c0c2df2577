import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { eventually } from './stentor.ts';

/** Debian's rsyslogd, which writes all that it hears into a file. */
export interface Rsyslog {
  /** Host, program, message id, severity and text of each message. */
  lines(): readonly string[];
  stop(): Promise<void>;
}

interface RsyslogPorts {
  readonly udp: number;
  readonly tcp: number;
  readonly tls: number;
}

/** PEM files of the server that rsyslogd is. */
interface Identity {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Starts rsyslogd on ports of the loopback. */
export async function startRsyslog({ udp, tcp, tls }: RsyslogPorts, { ca, cert, key }: Identity): Promise<Rsyslog> {
  const folder = mkdtempSync(`${tmpdir()}/rsyslog-`);
  const heard = `${folder}/heard`;
  writeFileSync(heard, '');
  const driver = [
    'StreamDriver.Name="ossl" StreamDriver.Mode="1" StreamDriver.AuthMode="anon"',
    `StreamDriver.CAFile="${ca}" StreamDriver.CertFile="${cert}" StreamDriver.KeyFile="${key}"`,
  ];
  writeFileSync(
    `${folder}/rsyslog.conf`,
    [
      `global(workDirectory="${folder}" DefaultNetstreamDriver="ossl")`,
      `global(DefaultNetstreamDriverCAFile="${ca}" DefaultNetstreamDriverCertFile="${cert}"`,
      `  DefaultNetstreamDriverKeyFile="${key}")`,
      'module(load="imudp")',
      'module(load="imtcp")',
      'template(name="told" type="string" string="%hostname% %app-name% %msgid% %syslogseverity-text% %msg%\\n")',
      `input(type="imudp" address="127.0.0.1" port="${udp}" ruleset="all")`,
      `input(type="imtcp" address="127.0.0.1" port="${tcp}" ruleset="all" StreamDriver.Mode="0")`,
      `input(type="imtcp" address="127.0.0.1" port="${tls}" ruleset="all" ${driver.join(' ')})`,
      `ruleset(name="all") { action(type="omfile" file="${heard}" template="told") }`,
      '',
    ].join('\n'),
  );
  const child = spawn('rsyslogd', ['-n', '-f', `${folder}/rsyslog.conf`, '-i', `${folder}/pid`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
  let isOver = false;
  child.once('exit', () => (isOver = true));
  await eventually('rsyslogd listens', () => {
    if (isOver) throw new Error(`rsyslogd ended: ${said}`);
    const sockets = readFileSync('/proc/net/tcp', 'utf8').toUpperCase();
    return [tcp, tls].every(port => sockets.includes(`0100007F:${port.toString(16).toUpperCase().padStart(4, '0')} `));
  });
  return {
    lines: () => readFileSync(heard, 'utf8').split('\n'),
    async stop() {
      child.kill('SIGTERM');
      if (!isOver) await new Promise(resolve => child.once('exit', resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
