import { computed, effect, untracked } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Setting } from '../../api/contract.ts';
import { Attendance } from './attendance.ts';
import type { Client } from './client.ts';
import { Drafts } from './drafts.ts';
import { Live } from './live.ts';
import { ReleaseUpload } from './release-upload.ts';
import { Resource } from './resource.ts';
import { SessionStore } from './session-store.ts';
import { TalkButton } from './talk.ts';
import { Theme } from './theme.ts';
import { Toasts } from './toasts.ts';
import { Uploads } from './uploads.ts';
import { t } from '../language/translate.ts';
import { declared, titled } from '../language/declared.ts';

/** All that the page knows of the speaker, and all ways to change it. */
export type Speaker = ReturnType<typeof createSpeaker>;

/** Puts the page's stores together. Nothing happens before `start`. */
export function createSpeaker() {
  const session = new SessionStore();
  const { client } = session;
  const [toasts, drafts] = [new Toasts(), new Drafts()];
  const resources = resourcesOf(client);
  const all = Object.values(resources);
  const sockets = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}`;
  const live = new Live({
    url: `${sockets}/api/live`,
    stillOpen: async () => {
      await session.load();
      return session.current.value?.state === 'open';
    },
    onOpen: () => all.forEach(resource => void resource.refresh()),
    onChanged: what => void resources[what].refresh(),
    onMulticast: statuses => {
      const { value } = resources.multicast;
      if (value.value !== undefined) value.value = { ...value.value, statuses };
    },
    onBoard: board => {
      resources.board.value.value = board;
    },
  });
  const attendance = attendanceOf(session, live);
  const { uploads, release } = transfersOf({ session, toasts, resources });

  const login = loginOf(session);
  let leave: (() => void) | undefined;
  const begin = (user: string | undefined) => {
    live.stop();
    leave?.();
    leave = undefined;
    all.forEach(resource => resource.forget());
    drafts.forget();
    if (user === undefined) return;
    live.start();
    leave = attendance.start();
  };
  return {
    ...resources,
    client,
    session,
    toasts,
    drafts,
    live,
    uploads,
    release,
    talk: new TalkButton(`${sockets}/api/talk`),
    theme: new Theme(),
    settingAt: computed(() => new Map<string, Setting>(resources.settings.value.value?.map(each => [each.path, each]))),
    start(): void {
      this.theme.start();
      uploads.start();
      release.start();
      effect(() => {
        const user = login.value;
        untracked(() => begin(user));
      });
    },
  };
}

/** Who is logged in, empty where everybody may look; the live connection and all that was learnt belong to one login. */
const loginOf = ({ current }: SessionStore) =>
  computed(() => (current.value?.state === 'open' ? (current.value.user ?? '') : undefined));

interface TransferParts {
  readonly session: SessionStore;
  readonly toasts: Toasts;
  readonly resources: ReturnType<typeof resourcesOf>;
}

/** What carries files to the speaker. */
function transfersOf({ session, toasts, resources }: TransferParts) {
  const csrf = () => session.current.value?.csrf;
  const onLoggedOut = () => session.end(t('You were logged out. Log in again to go on.'));
  const uploads = new Uploads({
    csrf,
    onLoggedOut,
    onAdded: name => {
      toasts.done(t('{name} was added.', { name }));
      void resources.clips.refresh();
    },
    onCancelled: () => void resources.clips.refresh(),
  });
  const release = new ReleaseUpload({ csrf, onLoggedOut, onChange: () => void resources.upgrade.ask() });
  return { uploads, release };
}

const resourcesOf = (client: Client) => ({
  device: new Resource(client, '/api/status'),
  settings: new Resource(client, '/api/settings', declared),
  accounts: new Resource(client, '/api/accounts'),
  certificates: new Resource(client, '/api/certificates'),
  firewall: new Resource(client, '/api/firewall'),
  dot1x: new Resource(client, '/api/dot1x'),
  clips: new Resource(client, '/api/clips'),
  speech: new Resource(client, '/api/speech'),
  speakerTest: new Resource(client, '/api/speaker-test'),
  board: new Resource(client, '/api/board'),
  storage: new Resource(client, '/api/storage'),
  recordings: new Resource(client, '/api/recordings'),
  multicast: new Resource(client, '/api/multicast'),
  network: new Resource(client, '/api/network'),
  time: new Resource(client, '/api/time'),
  recipients: new Resource(client, '/api/recipients', answer => ({ ...answer, kinds: declared(answer.kinds) })),
  eventsCatalog: new Resource(client, '/api/events/catalog', declared),
  rules: new Resource(client, '/api/rules'),
  trace: new Resource(client, '/api/rules/trace', titled),
  schedules: new Resource(client, '/api/schedules'),
  holidays: new Resource(client, '/api/schedules/holidays'),
  occurrences: new Resource(client, '/api/schedules/next'),
  virtualInputs: new Resource(client, '/api/virtual-inputs'),
  mqtt: new Resource(client, '/api/mqtt'),
  remoteSyslog: new Resource(client, '/api/remote-syslog'),
  ssh: new Resource(client, '/api/ssh'),
  sip: new Resource(client, '/api/sip'),
  sipDialogs: new Resource(client, '/api/sip/dialogs'),
  upgrade: new Resource(client, '/api/upgrade'),
});

const attendanceOf = (session: SessionStore, live: Live) =>
  new Attendance({
    isSeen: () => !document.hidden && live.connection.peek() === 'open',
    onSeen: listener => {
      document.addEventListener('visibilitychange', listener);
      return () => document.removeEventListener('visibilitychange', listener);
    },
    every: (ms, run) => {
      const timer = setInterval(run, ms);
      return () => clearInterval(timer);
    },
    ask: () => session.load(),
  });

export const SpeakerContext = createContext<Speaker | undefined>(undefined);

/** The speaker this page belongs to. */
export function useSpeaker(): Speaker {
  const speaker = useContext(SpeakerContext);
  if (speaker === undefined) throw new Error('no speaker was provided');
  return speaker;
}
