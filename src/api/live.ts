import type { Clock, Off } from '../core/clock.ts';
import type { EventBus, Happening } from '../events/index.ts';
import type { LiveSocket, SocketRoute } from '../http/index.ts';
import type { VirtualControls } from './board.ts';
import type { AudioHealth, Live, MulticastStatus } from './contract.ts';
import { liveEvent } from './live-event.ts';
import { AtMostEvery } from '../core/at-most-every.ts';

/** What has changed is told of all these. */
const TOLD = [
  'clips',
  'accounts',
  'settings',
  'storage',
  'recordings',
  'upgrade',
  'multicast',
  'network',
  'recipients',
  'schedules',
  'sip',
  'certificates',
  'firewall',
  'dot1x',
  'mqtt',
  'virtualInputs',
  'speakerTest',
  'time',
  'remoteSyslog',
  'ssh',
] as const;
type Told = (typeof TOLD)[number];
/** Rules may act many times a second. */
const RULES_EVERY_MS = 1000;

interface LiveDeps {
  readonly clock: Clock;
  readonly events: Pick<EventBus, 'onAny' | 'present'>;
  readonly history: { list(): readonly Happening[] };
  readonly health: () => AudioHealth;
  readonly onHealth: (listener: (health: AudioHealth) => void) => Off;
  /** Tell that a collection or the settings changed. */
  readonly changes: Readonly<Record<Told, (listener: () => void) => Off>>;
  /** Tells that a rule changed, acted, began or ended. */
  readonly onRules: (listener: () => void) => Off;
  readonly onMulticast: (listener: (statuses: readonly MulticastStatus[]) => void) => Off;
  readonly virtual?: VirtualControls | undefined;
}

/** How often the audio's state is told, ms; the audio process reports more often. */
const AUDIO_EVERY_MS = 250;
/** Events from before that a page is told when it opens. */
const RECENT = 100;

/** The WebSocket that tells the page what happens, as it happens. */
export const liveRoute = (deps: LiveDeps): SocketRoute => ({
  path: '/api/live',
  access: 'viewer',
  open: socket => {
    const send = (message: Live) => socket.send(message);
    send({
      type: 'states',
      states: deps.events.present().map(liveEvent),
      recent: deps.history.list().slice(-RECENT).map(liveEvent),
    });
    const offs = [
      ...subscriptions(deps, send),
      followAudio(deps, send),
      followRules(deps, send),
      ...followBoard(deps, send),
    ];
    whenClosed(socket, () => offs.forEach(off => off()));
  },
});

type Send = (message: Live) => void;

const subscriptions = ({ events, changes, onMulticast }: LiveDeps, send: Send): Off[] => [
  onMulticast(statuses => send({ type: 'multicast', statuses })),
  events.onAny(happening => send({ type: 'event', event: liveEvent(happening) })),
  ...TOLD.map(what => changes[what](() => send({ type: 'changed', what }))),
];

function followRules({ clock, onRules }: LiveDeps, send: Send): Off {
  const run = () => send({ type: 'changed', what: 'rules' });
  const tell = new AtMostEvery({ clock, ms: RULES_EVERY_MS, run });
  const off = onRules(() => tell.call());
  return () => {
    off();
    tell.cancel();
  };
}

function followAudio({ clock, health, onHealth }: LiveDeps, send: Send): Off {
  const tell = new AtMostEvery({ clock, ms: AUDIO_EVERY_MS, run: () => send({ type: 'audio', audio: health() }) });
  tell.call();
  const off = onHealth(() => tell.call());
  return () => {
    off();
    tell.cancel();
  };
}

function followBoard({ virtual }: LiveDeps, send: Send): Off[] {
  if (virtual === undefined) return [];
  const tell = () => send({ type: 'board', board: virtual.state() });
  tell();
  return [virtual.onChange(tell)];
}

function whenClosed({ signal }: LiveSocket, run: () => void): void {
  if (signal.aborted) run();
  else signal.addEventListener('abort', run, { once: true });
}
