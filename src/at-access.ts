import { createSecureContext, rootCertificates } from 'node:tls';
import type { createAudio } from './audio/index.ts';
import type { Certificates } from './certificates/index.ts';
import type { Clock } from './core/clock.ts';
import { invalid } from './core/fault.ts';
import { startAll, type Startable } from './core/lifecycle.ts';
import type { Log } from './core/log.ts';
import { type Answered, createRemoteSyslog, type LogBook } from './diagnostics/index.ts';
import { FtpServer } from './ftp/index.ts';
import type { Guard } from './http/index.ts';
import type { Host } from './linux/index.ts';
import type { ParamStore } from './settings/index.ts';
import { createSsh } from './ssh/index.ts';
import type { createSystem } from './system/index.ts';

interface AtAccessOptions {
  readonly state: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly book: LogBook;
  readonly host: Host;
  readonly ports: { readonly ftp: number };
  /** Address to listen on; all unless told. */
  readonly address: string | undefined;
}

interface AtAccessParts {
  readonly params: ParamStore;
  readonly system: Pick<ReturnType<typeof createSystem>, 'info'>;
  readonly audio: Pick<ReturnType<typeof createAudio>, 'clips'>;
  readonly certificates: Certificates;
}

/** A part of the house's wiring: ways in and out beside the web: SSH, FTP, and servers that the logs are sent to. */
export function createAtAccess(options: AtAccessOptions, { params, system, audio, certificates }: AtAccessParts) {
  const { state, clock, log, book, host, ports, address } = options;
  const syslog = createRemoteSyslog({
    book,
    folder: `${state}/diagnostics`,
    hostName: () => system.info.hostName(),
    trust: {
      authority: id => authorityOf(certificates, id),
      all: () => allOf(certificates),
      onChange: certificates.onChange.bind(certificates),
    },
    clock,
    log: log.area('syslog'),
  });
  certificates.heed('syslog', id => syslog.remoteSyslog.settings.servers.some(({ authority }) => authority === id));
  const ssh = createSsh({ folder: `${state}/ssh`, service: host.ssh, params, clock, log: log.area('ssh') });
  return {
    remoteSyslog: syslog.remoteSyslog,
    ssh: ssh.ssh,
    start: () => startAll([syslog, ssh]),
    /** What is opened last. */
    ftp: (guard: Guard, answered: (request: Answered) => void): Startable =>
      new FtpServer({
        clips: audio.clips,
        params,
        port: ports.ftp,
        address,
        context: () => createSecureContext({ ...certificates.pair('https'), minVersion: 'TLSv1.2' }),
        logIn: (...attempt) => guard.logInAt('/ftp', ...attempt),
        answered,
        clock,
        log: log.area('ftp'),
      }),
  };
}

/** @throws Fault `not-found`, `invalid` where it may not vouch for others */
function authorityOf(certificates: Certificates, id: string): string {
  const { kind, name } = certificates.get(id);
  if (kind !== 'authority') throw invalid(`“${name}” is no CA certificate`, 'authority');
  return certificates.text(id);
}

function allOf({ trust: { authorities } }: Certificates): readonly string[] | undefined {
  return authorities.length === 0 ? undefined : [...rootCertificates, ...authorities];
}
