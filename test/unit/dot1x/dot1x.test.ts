import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Fault } from '../../../src/core/fault.ts';
import { afterLine, CONNECTING } from '../../../src/dot1x/progress.ts';
import { DOT1X_OFF, type Dot1xSettings } from '../../../src/dot1x/settings.ts';
import type { Helpers } from '../../../src/linux/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakeProtection } from '../../support/fake-protection.ts';

const TLS: Partial<Dot1xSettings> = { method: 'tls', identity: 'lobby', certificate: 'certificate-1' };

/** 802.1X with a helper that does what the test says. */
function rig(settings: Partial<Dot1xSettings> = {}) {
  const clock = new FakeClock();
  const runs: { input: string; say: (line: string) => void; end: (why: string) => void; closed: boolean }[] = [];
  const helpers: Helpers = (_name, input, say) => {
    let end: (why: string) => void = () => undefined;
    const ended = new Promise<string>(resolve => (end = resolve));
    const run = { input, say, end, closed: false };
    runs.push(run);
    return { close: () => (run.closed = true), ended };
  };
  return { clock, runs, ...fakeProtection({ clock, helpers, dot1x: { ...DOT1X_OFF, ...settings } }) };
}

describe('802.1X', () => {
  it('begins at the start where it is on, and tells how it goes', async () => {
    const { dot1x, clock, runs, told } = rig({ ...TLS, enabled: true });
    await dot1x.start();
    await clock.advance(0);
    assert.equal(dot1x.status.status, 'connecting');
    assert.match(runs[0]?.input ?? '', /^eth0\nap_scan=0\neapol_version=3\n/);
    runs[0]?.say('eth0: CTRL-EVENT-EAP-STARTED EAP authentication started');
    runs[0]?.say('eth0: CTRL-EVENT-EAP-SUCCESS EAP authentication completed successfully');
    assert.equal(dot1x.status.status, 'authenticated');
    await clock.advance(1000);
    // However often a switch asks, it is told once a second at the most.
    assert.deepEqual(
      told.map(({ data }) => (data as { status: string }).status),
      ['connecting', 'authenticated'],
    );
  });

  it('is asked with words that have no way out of their line', async () => {
    const { dot1x, clock, runs } = rig();
    await dot1x.start();
    await dot1x.change({ enabled: true, method: 'peap', identity: 'a"\nb', password: '}\nend\n', peapVersion: 1 });
    await clock.advance(0);
    assert.deepEqual(runs[0]?.input.split('\n').slice(3), [
      'network={',
      'key_mgmt=IEEE8021X',
      'eapol_flags=0',
      'identity=61220a62',
      'eap=PEAP',
      'phase1="peapver=1 peaplabel=0"',
      'phase2="auth=MSCHAPV2"',
      'password=7d0a656e640a',
      '}',
      'end',
      '',
    ]);
  });

  it('goes on with what was changed, and lets go of what ran', async () => {
    const { dot1x, clock, runs } = rig({ ...TLS, enabled: true });
    await dot1x.start();
    await clock.advance(0);
    await dot1x.change({ authorities: ['certificate-2'] });
    await clock.advance(0);
    assert.equal(runs[0]?.closed, true);
    assert.match(
      runs[1]?.input ?? '',
      /ca_cert="authorities.pem"[\s\S]*file authorities.pem\nauthority certificate-2\n/,
    );
    assert.match(runs[1]?.input ?? '', /file client.key\nkey of certificate-1\nend\n$/);
    runs[0].say('CTRL-EVENT-EAP-FAILURE');
    runs[0].end('');
    await clock.advance(0);
    assert.equal(dot1x.status.status, 'connecting', 'nobody listens to it any more');
    await dot1x.change({ enabled: false });
    assert.deepEqual([runs[1]?.closed, dot1x.status], [true, { status: 'stopped', reason: '' }]);
  });

  it('tries again where it cannot run, later and later', async () => {
    const { dot1x, clock, runs } = rig({ ...TLS, enabled: true });
    await dot1x.start();
    await clock.advance(0);
    for (const pause of [1000, 2000, 4000]) {
      runs.at(-1)?.say('Could not open interface');
      runs.at(-1)?.end('');
      await clock.advance(0);
      assert.deepEqual(dot1x.status, { status: 'failed', reason: '802.1X cannot run: Could not open interface' });
      const count = runs.length;
      await clock.advance(pause - 1);
      assert.equal(runs.length, count);
      await clock.advance(1);
      assert.equal(runs.length, count + 1);
    }
  });

  it('refuses what cannot work, and changes nothing', async () => {
    const { dot1x, files } = rig();
    await dot1x.start();
    const refused = (change: Partial<Dot1xSettings>, field: string) =>
      assert.rejects(dot1x.change(change), (error: unknown) => error instanceof Fault && error.field === field);
    await refused({ enabled: true }, 'identity');
    await refused({ enabled: true, identity: 'lobby' }, 'certificate');
    await refused({ enabled: true, identity: 'lobby', method: 'peap' }, 'password');
    assert.deepEqual(files.dot1x.content, DOT1X_OFF);
    await dot1x.change(TLS);
    assert.deepEqual([dot1x.uses('certificate-1'), dot1x.uses('certificate-2')], [true, false]);
  });
});

describe('what wpa_supplicant prints', () => {
  const after = (lines: readonly string[], method: 'tls' | 'peap' = 'tls') => {
    const { status, reason } = lines.reduce((progress, line) => afterLine(progress, line, method), CONNECTING);
    return `${status}: ${reason}`;
  };
  const failed = 'eth0: CTRL-EVENT-EAP-FAILURE EAP authentication failed';
  const disconnected = 'eth0: CTRL-EVENT-DISCONNECTED bssid=01:80:c2:00:00:03 reason=3 locally_generated=1';

  it('is told to people', () => {
    const untrusted = `eth0: CTRL-EVENT-EAP-TLS-CERT-ERROR reason=1 depth=1 subject='/CN=Site' err='self-signed certificate in certificate chain'`;
    assert.equal(
      after([untrusted, failed, disconnected]),
      'failed: The server’s certificate is not trusted: self-signed certificate in certificate chain (Site).',
    );
    const mschap = (code: number) => `eth0: EAP-MSCHAPV2: failure message: 'FAILED' (retry not allowed, error ${code})`;
    assert.equal(after([mschap(691), failed], 'peap'), 'failed: The identity or the password is wrong.');
    assert.equal(after([mschap(648), failed], 'peap'), 'failed: The password has expired.');
    assert.equal(after([mschap(700), failed], 'peap'), 'failed: The server refused the password (error 700).');
    assert.equal(
      after(['eth0: CTRL-EVENT-EAP-PROPOSED-METHOD vendor=0 method=25 -> NAK', failed]),
      'failed: The server proposes EAP-PEAP, not EAP-TLS, for this identity.',
    );
    assert.equal(
      after(['SSL: SSL3 alert: read (remote end reported an error):fatal:certificate expired', failed]),
      'failed: The server does not accept the client certificate: certificate expired.',
    );
    assert.equal(after([failed]), 'failed: The server refused the identity or the client certificate.');
    assert.equal(after([failed], 'peap'), 'failed: The server refused the identity or the password.');
  });

  it('keeps the port open while it is asked again, and says when it is not', () => {
    const started = 'eth0: CTRL-EVENT-EAP-STARTED EAP authentication started';
    const success = 'eth0: CTRL-EVENT-EAP-SUCCESS EAP authentication completed successfully';
    assert.equal(after([started]), 'authenticating: ');
    assert.equal(after([started, success, started]), 'authenticated: ');
    assert.equal(after([started, success, disconnected]), 'connecting: ');
    assert.equal(after([started, 'anything else \u0000 at all']), 'authenticating: ');
  });
});
