import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { WebSocket } from 'ws';
import type { Live, Session } from '../../../src/api/contract.ts';
import { apiRoutes, liveRoute } from '../../../src/api/index.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { createLog } from '../../../src/core/log.ts';
import { EventBus, EventHistory } from '../../../src/events/index.ts';
import { blockingRules, createWebServer, Guard } from '../../../src/http/index.ts';
import { systemReady } from '../../../src/system/events.ts';
import { NO_USERS, Users } from '../../../src/system/users.ts';
import { mediaClipParams, vapixRoutes } from '../../../src/vapix/index.ts';
import { fakeSsh } from '../../support/fake-ssh.ts';
import { fakeDiagnostics } from '../../support/fake-diagnostics.ts';
import { fakeDiscovery } from '../../support/fake-discovery.ts';
import { fakeListeners } from '../../support/fake-listeners.ts';
import { fakeTokens } from '../../support/fake-tokens.ts';
import { fakeTransmitters } from '../../support/fake-transmitters.ts';
import { fakeMulticast } from '../../support/fake-multicast.ts';
import { mqttRig } from '../../support/mqtt-rig.ts';
import { timeRig } from '../../support/time-rig.ts';
import { networkRig } from '../../support/network-rig.ts';
import { notifyRig } from '../../support/notify-rig.ts';
import { fakeRecordings } from '../../support/fake-recordings.ts';
import { fakeRules } from '../../support/fake-rules.ts';
import { fakeSchedules } from '../../support/fake-schedules.ts';
import { fakeSpeakerTest } from '../../support/fake-speaker-test.ts';
import { fakeVirtualInputs } from '../../support/fake-virtual-inputs.ts';
import { fakeProtection } from '../../support/fake-protection.ts';
import { fakeStorage } from '../../support/fake-storage.ts';
import { fakeClips } from '../../support/fake-clips.ts';
import { memoryFile } from '../../support/memory-file.ts';
import { fakeUpgrades } from '../../support/fake-upgrades.ts';
import { fakeSettings } from '../../support/settings.ts';

const nothing = () => () => undefined;

const unasked = () => Promise.reject(new Error('nobody asks for this here'));

/** Both dialects behind the real server, guard and accounts; clips and settings in memory. */
async function startSpeaker(folder: string) {
  const clock = systemClock;
  const log = createLog(() => undefined);
  const events = new EventBus({ catalog: [systemReady], clock, log });
  const history = new EventHistory(events);
  history.start();
  const { params, device } = fakeSettings();
  const { clips, player, played } = fakeClips('Ding');
  params.provideGroup(() => mediaClipParams(clips));
  const users = new Users({ file: memoryFile(NO_USERS), realm: 'Stentor_B827EB123456', clock });
  const guard = new Guard({
    accounts: users,
    tokens: { find: () => undefined, holds: () => false, onChange: () => () => undefined },
    origins: () => [],
    anonymousViewers: () => false,
    policy: () => 'recommended',
    withQop: () => true,
    blocking: () => blockingRules(params),
    blocked: () => undefined,
    failed: () => undefined,
    clock,
    log,
  });
  const health = () => ({ state: 'running' as const, restarts: 0, playing: [], live: [], sent: [] });
  const { upgrades, fake: upgrade } = fakeUpgrades();
  const { multicast } = fakeMulticast({ params, events });
  const { firewall, dot1x, certificates } = fakeProtection({ clock });
  const shared = {
    params,
    events,
    clock,
    log,
    users,
    clips,
    player,
    device,
    storage: fakeStorage(),
    multicast,
    restart: () => undefined,
    identify: { find: () => undefined },
    tokens: fakeTokens().tokens,
    prepareReset: async () => undefined,
    upgrades,
    mqtt: mqttRig({ clock, events }).mqtt,
    network: networkRig({ clock }).network,
    firewall,
    dot1x,
    certificates,
    time: timeRig({ clock }).time,
    ports: () => ({ http: 80, https: 443 }),
    transmitters: fakeTransmitters().transmitters,
    listeners: fakeListeners().listeners,
    ...fakeDiagnostics({ clock }),
    ssh: fakeSsh({ clock, params }).ssh,
    ...fakeDiscovery({ clock, params }),
  };
  const more = {
    guard,
    history,
    health,
    stopVoice: () => undefined,
    actions: [],
    clipGain: () => 0,
    notifier: notifyRig({ clock }).notifier,
    speech: { state: unasked, preview: unasked, say: unasked, stop: () => undefined },
    limits: clips.limits,
    formats: ['WAV'],
    virtualInputs: fakeVirtualInputs(events),
    recordings: fakeRecordings(),
    speakerTest: fakeSpeakerTest().speakerTest,
    ...fakeRules({ events, catalog: [], actions: [], clock }),
    ...fakeSchedules({ clock, events }),
  };
  const live = liveRoute({
    ...shared,
    history,
    health,
    onHealth: nothing,
    onRules: nothing,
    onMulticast: multicast.onStatus.bind(multicast),
    changes: {
      sip: () => () => undefined,
      certificates: () => () => undefined,
      firewall: () => () => undefined,
      dot1x: () => () => undefined,
      clips: nothing,
      accounts: users.onChange.bind(users),
      settings: params.onChange.bind(params),
      upgrade: nothing,
      storage: nothing,
      recordings: nothing,
      multicast: nothing,
      network: nothing,
      time: nothing,
      remoteSyslog: nothing,
      ssh: nothing,
      recipients: nothing,
      schedules: nothing,
      mqtt: nothing,
      virtualInputs: nothing,
      speakerTest: nothing,
    },
  });
  const server = createWebServer({
    routes: [...vapixRoutes({ ...shared, speakerTest: more.speakerTest }), ...apiRoutes({ ...shared, ...more })],
    sockets: [live],
    guard,
    page: folder,
    ports: { http: 0 },
    clock,
    log,
  });
  const stop = await server.start();
  return { stop, base: `127.0.0.1:${server.ports().http ?? 0}`, played, events, upgrade };
}

/** curl; what it prints ends with the status. */
function curl(...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('curl', ['-sS', '--max-time', '10', '-w', '|%{http_code}', ...args], (error, out) => {
      if (error === null) resolve(out);
      else reject(new Error(`curl ${args.join(' ')}: ${error.message}`));
    });
  });
}

/** Resolves with the messages of a WebSocket once there are so many. */
function firstMessages(socket: WebSocket, count: number): Promise<Live[]> {
  const got: Live[] = [];
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (text: Buffer) => {
      got.push(JSON.parse(text.toString()) as Live);
      if (got.length === count) resolve(got);
    });
  });
}

describe('the dialects over real sockets', () => {
  let folder = '';
  let speaker: Awaited<ReturnType<typeof startSpeaker>>;
  const root = ['--digest', '-u', 'root:pass word'];
  const cgi = (rest: string) => `http://${speaker.base}/axis-cgi/${rest}`;

  before(async function () {
    await curl('--version').catch(() => this.skip());
    folder = await mkdtemp(join(tmpdir(), 'stentor-dialects-'));
    await writeFile(join(folder, 'index.html'), '<!doctype html>');
    speaker = await startSpeaker(folder);
  });

  after(async () => {
    if (folder === '') return; // without curl nothing was started
    await speaker.stop();
    await rm(folder, { recursive: true });
  });

  it('a new speaker tells anybody what it is, and nothing else', async () => {
    const ready = await curl(cgi('systemready.cgi'), '-d', '{"apiVersion":"1.1","method":"systemready"}');
    assert.match(ready, /"needsetup":"yes".*\|200$/);
    const info = ['-d', '{"apiVersion":"1.0","method":"getAllUnrestrictedProperties"}'];
    assert.match(await curl(cgi('basicdeviceinfo.cgi'), ...info), /"SerialNumber":"B827EB123456".*\|200$/);
    assert.match(
      await curl(cgi('basicdeviceinfo.cgi'), '-d', '{"apiVersion":"1.0","method":"getAllProperties"}'),
      /\|401$/,
    );
    assert.match(await curl(cgi('param.cgi?action=list'), ...root), /\|401$/);
    assert.equal(await curl(cgi('pwdgrp.cgi?action=get')), 'Error: initial admin user must be created first.|401');
  });

  it('a management program makes the first administrator and others', async () => {
    const add = 'pwdgrp.cgi?action=add&user=root&pwd=pass%20word&grp=root&sgrp=admin:operator:viewer:ptz';
    assert.equal(await curl(cgi(add)), 'Created account root.|200');
    const joe = ['-d', 'action=add&user=joe&pwd=p&grp=users&sgrp=viewer'];
    assert.match(await curl(cgi('pwdgrp.cgi'), ...joe), /\|401$/);
    assert.equal(await curl(...root, cgi('pwdgrp.cgi'), ...joe), 'Created account joe.|200');
    assert.match(
      await curl(...root, cgi('pwdgrp.cgi?action=get')),
      /^admin="root"\r\noperator="root"\r\nviewer="root,joe"/,
    );
    assert.equal(await curl(...root, cgi('usergroup.cgi')), 'root\nroot admin operator ptz viewer\n|200');
  });

  it('a library asks for parameters as text/plain and gets them', async () => {
    const asked = ['-H', 'Content-Type: text/plain', '-d', 'action=list&group=root.Brand.Brand'];
    assert.equal(await curl(...root, cgi('param.cgi'), ...asked), 'root.Brand.Brand=Stentor\n|200');
    assert.equal(
      await curl(...root, cgi('admin/param.cgi?action=list&group=brand.prodnbr')),
      'root.Brand.ProdNbr=S1\n|200',
    );
    assert.equal(await curl(...root, cgi('param.cgi?action=update&MediaClip.MaxGroups=7')), 'OK|200');
  });

  it('a script uploads a clip, plays it and gets it back', async () => {
    const file = join(folder, 'gong.wav');
    await writeFile(file, 'RIFF....');
    const upload = ['-F', `file=@${file};type=audio/wav`, '-H', 'Expect:'];
    const uploaded = await curl(...root, ...upload, cgi('mediaclip.cgi?action=upload&media=audio&name=Gong'));
    assert.equal(uploaded, 'OK\nuploaded=1|200');
    const joe = ['--digest', '-u', 'joe:p'];
    assert.equal(await curl(...joe, cgi('playclip.cgi?clip=1&volume=50')), 'OK\nplaying=1|200');
    assert.equal(
      await curl(...joe, '-X', 'POST', cgi('playclip.cgi?location=gong.wav&repeat=-1')),
      'OK\nplaying=1|200',
    );
    assert.equal(await curl(...joe, cgi('playclip.cgi?clip=9')), '400 Bad Request\nno audio clip 9|400');
    assert.equal(await curl(...joe, cgi('stopclip.cgi')), 'OK\nstopping|200');
    assert.match(await curl(...joe, cgi('mediaclip.cgi?action=play&clip=1')), /\|401$/);
    assert.deepEqual(speaker.played, ['1 repeat 0 volume 50', '1 repeat -1 volume 100', 'stop']);
    assert.match(await curl(...root, cgi('mediaclip.cgi?action=download&clip=1')), /\|200$/);
  });

  it('a management program upgrades with a JSON part and a file, as curl and forms of scripts send them', async () => {
    const file = join(folder, 'stentor.raucb');
    await writeFile(file, 'bundle');
    const json = '{"apiVersion":"1.0","context":"abc","method":"upgrade","params":{"autoRollback":"30"}}';
    const bundle = ['-F', `file=@${file};type=application/octet-stream`];
    const upgrade = (part: string) =>
      curl(...root, '-H', 'Expect:', '-F', part, ...bundle, cgi('firmwaremanagement.cgi'));
    const answer = '{"apiVersion":"1.0","context":"abc","method":"upgrade","data":{"firmwareVersion":"1.3.0"}}|200';
    assert.equal(await upgrade(`json=${json};type=application/json`), answer);
    assert.equal(await upgrade(`data=${json}`), answer);
    await writeFile(join(folder, 'envelope'), json);
    assert.equal(await upgrade(`json=@${join(folder, 'envelope')};type=application/json`), answer);
    assert.deepEqual(speaker.upgrade.done.slice(-2), ['receive bundle', 'install none default 30']);
    assert.match(await curl(cgi('firmwaremanagement.cgi'), '-d', '{"method":"status","apiVersion":"1.0"}'), /\|401$/);
  });

  it('a camera that knows no such address is told so', async () => {
    assert.match(await curl(...root, cgi('io/port.cgi?check=1')), /\|404$/);
    assert.match(await curl(...root, cgi('apidiscovery.cgi')), /"code":2002.*\|200$/);
  });

  it('the page logs in, changes a setting with its token only, and hears of it', async () => {
    const url = `http://${speaker.base}/api`;
    const credentials = JSON.stringify({ user: 'root', password: 'pass word' });
    const login = await fetch(`${url}/login`, { method: 'POST', body: credentials });
    const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
    const { csrf = '', role } = (await login.json()) as Session;
    assert.equal(role, 'admin');

    const socket = new WebSocket(`ws://${speaker.base}/api/live`, { headers: { cookie } });
    const messages = firstMessages(socket, 4);
    await new Promise(resolve => socket.once('open', resolve));
    const patch = (headers: Record<string, string>) =>
      fetch(`${url}/settings`, {
        method: 'PATCH',
        headers: { cookie, ...headers },
        body: '{"AudioSource.A0.OutputGain":-3}',
      });
    assert.equal((await patch({})).status, 403);
    assert.equal((await patch({ 'x-csrf-token': csrf })).status, 200);
    speaker.events.emit(systemReady, { ready: true });
    assert.deepEqual(
      (await messages).map(({ type }) => type),
      ['states', 'audio', 'changed', 'event'],
    );
    socket.close();

    const again = await fetch(`${url}/session`, { headers: { cookie } });
    assert.equal(((await again.json()) as Session).csrf, csrf);
    await fetch(`${url}/logout`, { method: 'POST', headers: { cookie, 'x-csrf-token': csrf } });
    assert.equal((await fetch(`${url}/status`, { headers: { cookie } })).status, 401);
  });

  it('the page is told in JSON what is wrong', async () => {
    const wrong = await fetch(`http://${speaker.base}/api/login`, { method: 'POST', body: '{"user":"root"}' });
    assert.equal(wrong.status, 400);
    assert.deepEqual(await wrong.json(), { message: 'password is missing', field: 'password' });
    const broken = await fetch(`http://${speaker.base}/api/login`, { method: 'POST', body: '{' });
    assert.equal(broken.status, 400);
    assert.equal(typeof ((await broken.json()) as { message: unknown }).message, 'string');
  });
});
