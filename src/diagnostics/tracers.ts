import { connect } from 'node:net';
import { startSource } from '../core/process.ts';
import type { Tracer } from './capture.ts';

/** Packet by packet, whole packets, without promiscuous mode and without asking name servers. */
const ARGUMENTS = ['-p', '-n', '-U', '-s', '0', '--immediate-mode', '-w', '-'];

/** tcpdump itself, for a development machine; Linux lets it see packets only where we may. */
export const programTracer: Tracer = ({ interface: name, filter }) => {
  const { stdout, kill, ended } = startSource('tcpdump', [...ARGUMENTS, '-i', name, filter]);
  return { stream: stdout, stop: kill, ended };
};

/**
 * A service that runs tcpdump with the one right it needs, so that the supervisor needs none: it reads a line with
 * interface and filter from its socket, and answers with the trace until the socket closes.
 */
export const serviceTracer =
  (socketPath: string): Tracer =>
  ({ interface: name, filter }) => {
    const socket = connect(socketPath);
    socket.write(`${name} ${filter}\n`);
    const ended = new Promise<string>(resolve => {
      socket.once('error', error => resolve(error.message));
      socket.once('close', () => resolve('the service that captures packets ended; the system log says why'));
    });
    return { stream: socket, stop: () => socket.destroy(), ended };
  };
