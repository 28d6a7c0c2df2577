import { defineAction } from '../../src/actions/index.ts';
import { apiRoutes, type VirtualControls } from '../../src/api/index.ts';
import type { VirtualBoardState } from '../../src/api/contract.ts';
import { sourceState } from '../../src/audio/multicast/events.ts';
import { Fault, unavailable } from '../../src/core/fault.ts';
import { createLog } from '../../src/core/log.ts';
import type { Role } from '../../src/core/role.ts';
import { integer, object } from '../../src/core/schema.ts';
import { EventBus, EventHistory } from '../../src/events/index.ts';
import type { ParamDef } from '../../src/settings/index.ts';
import { systemActions } from '../../src/system/actions.ts';
import { controlButton, microphoneSwitch, systemReady } from '../../src/system/events.ts';
import { type Asked, ask } from './exchange.ts';
import { FakeClock } from './fake-clock.ts';
import { fakeDiagnostics } from './fake-diagnostics.ts';
import { fakeDiscovery } from './fake-discovery.ts';
import { fakeMulticast } from './fake-multicast.ts';
import { fakeClips } from './fake-clips.ts';
import { fakeUpgrades } from './fake-upgrades.ts';
import { fakeProtection } from './fake-protection.ts';
import { fakeSsh } from './fake-ssh.ts';
import { fakeSpeakerTest } from './fake-speaker-test.ts';
import { fakeStorage } from './fake-storage.ts';
import { mqttRig } from './mqtt-rig.ts';
import { networkRig } from './network-rig.ts';
import { timeRig } from './time-rig.ts';
import { notifyRig } from './notify-rig.ts';
import { fakeRecordings } from './fake-recordings.ts';
import { fakeRules } from './fake-rules.ts';
import { fakeTokens } from './fake-tokens.ts';
import { fakeUsers } from './fake-users.ts';
import { fakeSchedules } from './fake-schedules.ts';
import { fakeVirtualInputs } from './fake-virtual-inputs.ts';
import { fakeSettings } from './settings.ts';

interface FakeApiOptions {
  readonly accounts?: Readonly<Record<string, Role>>;
  readonly more?: ParamDef[];
  readonly virtual?: VirtualControls;
}

const CATALOG = [systemReady, controlButton, microphoneSwitch, sourceState];

/** The page's API over things made of memory. */
export function fakeApi({ accounts, more = [], virtual }: FakeApiOptions = {}) {
  const clock = new FakeClock();
  const log = createLog(() => undefined);
  const events = new EventBus({ catalog: CATALOG, clock, log });
  const history = new EventHistory(events);
  history.start();
  const { params, device, file } = fakeSettings({ clock, more });
  const { clips, player, played } = fakeClips('Ding', 'Dong');
  const users = fakeUsers(accounts);
  const done: string[] = [];
  const storage = fakeStorage({ status: 'OK', label: 'SONGS' }, { id: 'INTERNAL', status: 'OK', removable: false });
  const restart = () => done.push('restart');
  const prepareReset = async (kind: string) => void done.push(`prepare ${kind} reset`);
  const sing = defineAction({
    id: 'test.sing',
    title: 'Sing',
    args: object({ verses: integer({ minimum: 1 }) }),
    run: ({ verses }) => done.push(`sing ${verses}`),
  });
  const { upgrades, fake: upgrade } = fakeUpgrades();
  const { multicast, ...sources } = fakeMulticast({ params, events });
  const { notifier } = notifyRig({ clock });
  const { network, fake: linux } = networkRig({ clock });
  const { time, fake: clockwork } = timeRig({ clock });
  const protection = fakeProtection({ clock });
  const actions = [sing, ...systemActions({ restart })];
  const ruling = fakeRules({ events, catalog: CATALOG, actions, clock });
  const planned = fakeSchedules({ clock, events, users: { 'com.axis.schedules.genid.id-0': ['Ring', 'Sing'] } });
  const routes = apiRoutes({
    events,
    upgrades,
    log,
    guard: fakeGuard(users),
    users,
    tokens: fakeTokens(clock).tokens,
    storage,
    recordings: fakeRecordings(),
    multicast,
    network,
    time,
    firewall: protection.firewall,
    dot1x: protection.dot1x,
    certificates: protection.certificates,
    ports: () => ({ http: 80, https: 443 }),
    notifier,
    mqtt: mqttRig({ clock, events }).mqtt,
    virtualInputs: fakeVirtualInputs(events),
    speakerTest: fakeSpeakerTest().speakerTest,
    ...fakeDiagnostics({ clock }),
    ssh: fakeSsh({ clock, params }).ssh,
    ...fakeDiscovery({ clock, params }),
    ...ruling,
    schedules: planned.schedules,
    holidays: planned.holidays,
    params,
    clips,
    player,
    speech: fakeSpeech(done),
    limits: clips.limits,
    clipGain: ({ ownGain = false }) => (ownGain ? 0 : 2),
    formats: ['MP3', 'WAV'],
    health: () => ({ state: 'running', restarts: 0, playing: [], live: [], sent: [] }),
    stopVoice: voice => done.push(`stop voice ${voice}`),
    history,
    actions,
    device,
    clock,
    restart,
    prepareReset,
    virtual,
  });
  const request = (what: string, asked: Asked = {}) => ask(routes, what, asked);
  const send = async (request: string, body?: unknown, asked: Asked = {}) => {
    const told = await ask(routes, request, { ...asked, body: body === undefined ? '' : JSON.stringify(body) });
    return { ...told, json: told.text === '' ? undefined : (JSON.parse(told.text) as unknown) };
  };
  return {
    clock,
    events,
    history,
    device,
    params,
    file,
    clips,
    network,
    linux,
    clockwork,
    protection,
    played,
    users,
    storage,
    multicast,
    sources,
    done,
    upgrade,
    planned,
    send,
    request,
  };
}

/** Says whatever it is given to the list of what was done. */
const fakeSpeech = (done: string[]): Parameters<typeof apiRoutes>[0]['speech'] => ({
  state: async () => ({ program: 'eSpeak NG', voices: [{ id: 'de', name: 'German', language: 'de' }], voice: 'de' }),
  preview: async ({ text }) => text.replace('{{name}}', 'Gate 4'),
  say: async ({ text, voice = 'de', keepAs }) => {
    if (text === 'mute') throw unavailable('there is no program for speech');
    done.push(`say ${text} with ${voice}`);
    return keepAs === undefined ? undefined : '3';
  },
  stop: () => done.push('stop speaking'),
});

/** Lets in whoever's password is the name. */
const fakeGuard = (users: ReturnType<typeof fakeUsers>) => ({
  anonymousViewers: false,
  get needsSetup() {
    return users.needsSetup;
  },
  async logIn(_from: unknown, name: string, password: string) {
    const right = users.passwords.get(name) ?? name;
    const known = users.list().some(({ id }) => id === name);
    if (!known || password !== right)
      throw new Fault('forbidden', 'the name or the password is wrong', { field: 'password' });
    return { cookie: `session=${name}`, csrf: `csrf-${name}` };
  },
  sessions: { close: (cookies: string | undefined) => `closed ${cookies ?? ''}` },
});

/** A virtual board that remembers. */
export function fakeBoard() {
  const listeners = new Set<() => void>();
  const did: string[] = [];
  let state: VirtualBoardState = {
    card: 'virtual',
    led: 'unlit',
    buttonPressed: false,
    micSwitchOn: true,
    room: { preset: 'direct', noiseDb: -120 },
    unplugged: false,
    xruns: { playback: 0, capture: 0 },
    medium: 'none',
    undervoltage: false,
  };
  const controls: VirtualControls = {
    state: () => state,
    change(change) {
      state = { ...state, ...change };
      for (const listener of listeners) listener();
    },
    press: ms => did.push(`press ${ms}`),
    recording: (side, seconds) => Buffer.from(`RIFF ${side} ${seconds}`),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { controls, did, listeners };
}
