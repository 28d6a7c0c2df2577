import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { describe, it } from 'mocha';

const RULES = new URL('../../../appliance/rootfs/usr/share/polkit-1/rules.d/50-stentor.rules', import.meta.url);

type Rule = (action: { id: string; lookup(key: string): string | undefined }, subject: { user: string }) => string;

function loadRule(): Rule {
  const rules: Rule[] = [];
  const polkit = {
    addRule: (rule: Rule) => rules.push(rule),
    Result: { YES: 'yes', NO: 'no', NOT_HANDLED: 'not handled' },
  };
  runInContext(readFileSync(RULES, 'utf8'), createContext({ polkit }));
  return rules[0]!;
}

describe('the rules of polkit', () => {
  const rule = loadRule();
  const ask = (id: string, details: Record<string, string> = {}, user = 'stentor') =>
    rule({ id, lookup: key => details[key] }, { user });
  const unit = (name: string, verb = 'start') => ask('org.freedesktop.systemd1.manage-units', { unit: name, verb });

  it('let the supervisor do what it needs', () => {
    for (const action of [
      'hostname1.set-static-hostname',
      'timedate1.set-timezone',
      'timedate1.set-ntp',
      'network1.reload',
      'login1.reboot',
    ]) {
      assert.equal(ask(`org.freedesktop.${action}`), 'yes');
    }
    for (const verb of ['start', 'stop', 'restart']) assert.equal(unit('stentor-storage@sda1.service', verb), 'yes');
    assert.equal(unit('stentor-storage@mmcblk1p1.service'), 'yes');
    assert.equal(unit('stentor-probe@192.168.0.66-1234561.service'), 'yes');
    for (const verb of ['start', 'stop', 'restart']) assert.equal(unit('ssh.service', verb), 'yes');
    assert.equal(unit('stentor-ssh-accounts.service'), 'yes');
    assert.equal(ask('org.freedesktop.timesync1.set-runtime-servers'), 'yes');
  });

  it('refuse it everything else', () => {
    for (const action of [
      'systemd1.manage-unit-files',
      'systemd1.set-environment',
      'systemd1.reload-daemon',
      'login1.set-user-linger',
      'policykit.exec',
    ]) {
      assert.equal(ask(`org.freedesktop.${action}`), 'no');
    }
    assert.equal(ask('org.freedesktop.systemd1.manage-units'), 'no'); // StartTransientUnit names no unit of ours
    for (const name of ['dbus.service', 'stentor-storage@.service', 'stentor-storage@sda1.service.d', 'evil.service']) {
      assert.equal(unit(name), 'no');
    }
    assert.equal(unit('x\nstentor-storage@sda1.service'), 'no');
    for (const name of ['192.168.0.66', '192.168.0.66-', '-I-1', '192.168.0-1', '192.168.0.66-1 x', '$(id)-1']) {
      assert.equal(unit(`stentor-probe@${name}.service`), 'no', name);
    }
    assert.equal(unit('stentor-probe@192.168.0.66-1.service', 'stop'), 'no');
    assert.equal(unit('stentor-storage@-etc-passwd.service'), 'no');
    assert.equal(unit('stentor-ssh-accounts.service', 'stop'), 'no');
    for (const name of ['ssh.socket', 'sshd.service', 'ssh@1.service']) assert.equal(unit(name), 'no', name);
    assert.equal(unit('stentor-storage@sda1.service', 'kill'), 'no');
    assert.equal(unit('stentor-storage@sda1.service', 'set-property'), 'no');
  });

  it('leave other users to other rules', () => {
    assert.equal(ask('org.freedesktop.login1.reboot', {}, 'root'), 'not handled');
  });

  it('are ECMAScript 5, which polkit’s interpreter reads', () => {
    const text = readFileSync(RULES, 'utf8');
    assert.doesNotMatch(text, /=>|\b(let|const)\b|`|\.includes\(/);
  });
});
