/** Tells the service manager how the service is (sd_notify(3)). */
export interface Notifier {
  /** Everything runs. */
  ready(): void;
  /** A sentence for `systemctl status`. */
  status(text: string): void;
  /** Alive; to be said well within the time of WatchdogSec. */
  watchdog(): void;
  /** About to end. */
  stopping(): void;
}

interface NotifierDeps {
  /** The value of NOTIFY_SOCKET. */
  readonly socket: string;
  /** Sends one datagram to a Unix socket. */
  readonly send: (socket: string, text: string) => unknown;
}

export function createNotifier({ socket, send }: NotifierDeps): Notifier {
  const tell = (text: string) => void send(socket, text);
  return {
    ready: () => tell('READY=1'),
    status: text => tell(`STATUS=${text.replaceAll(/\s+/g, ' ')}`),
    watchdog: () => tell('WATCHDOG=1'),
    stopping: () => tell('STOPPING=1'),
  };
}
