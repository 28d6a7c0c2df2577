import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { meansClip } from '../../../src/audio/clip-match.ts';
import { checkedName, locationFor, nameFromFile } from '../../../src/audio/clip-name.ts';

describe('checkedName', () => {
  it('trims, and takes 1 to 64 characters', () => {
    assert.equal(checkedName('  Fire alarm '), 'Fire alarm');
    assert.equal(checkedName('🔔'.repeat(64)), '🔔'.repeat(64));
    for (const bad of ['', '   ', 'x'.repeat(65), 'two\nlines', 'nul\0', 'bell\x07']) {
      assert.throws(() => checkedName(bad), { kind: 'invalid', field: 'name' });
    }
  });
});

describe('nameFromFile', () => {
  it('is the file’s name without path and extension', () => {
    assert.equal(nameFromFile('alarm.mp3'), 'alarm');
    assert.equal(nameFromFile('C:\\sounds\\Fire drill.v2.wav'), 'Fire drill.v2');
    assert.equal(nameFromFile('../../etc/passwd'), 'passwd');
    assert.equal(nameFromFile('.hidden'), '.hidden');
  });

  it('is always a name that is allowed', () => {
    for (const fileName of ['', ' ', '.', '/', 'a\nb\0.mp3', 'x'.repeat(300), '🔔'.repeat(300), '\x01.wav']) {
      const name = nameFromFile(fileName);
      assert.equal(checkedName(name), name, JSON.stringify(fileName));
    }
    assert.equal(nameFromFile('\x01.wav'), 'Audio clip');
  });
});

describe('locationFor', () => {
  const free = () => false;

  it('is the name, made safe, with the extension of the format', () => {
    assert.equal(locationFor('alarm', 'mp3', free), 'alarm.mp3');
    assert.equal(locationFor('Fire drill & all clear', 'wav', free), 'Fire-drill-all-clear.wav');
    assert.equal(locationFor('Glöckchen', 'ogg', free), 'Glockchen.ogg');
    assert.equal(locationFor('../..//etc/passwd', 'au', free), 'etc-passwd.au');
    assert.equal(locationFor('火災報知器', 'mp3', free), 'clip.mp3');
    assert.match(locationFor('x'.repeat(64), 'mp3', free), /^x{48}\.mp3$/);
  });

  it('gets a number where another clip has it', () => {
    const taken = new Set(['alarm.mp3', 'alarm-2.mp3']);
    assert.equal(
      locationFor('alarm', 'mp3', location => taken.has(location)),
      'alarm-3.mp3',
    );
    assert.equal(
      locationFor('alarm', 'wav', location => taken.has(location)),
      'alarm.wav',
    );
  });
});

describe('meansClip', () => {
  it('takes a file name or a path', () => {
    assert.ok(meansClip('alarm.mp3', 'alarm.mp3'));
    assert.ok(meansClip('/etc/audioclips/alarm.mp3', 'alarm.mp3'));
    for (const other of ['alarm', 'Alarm.mp3', '/tmp/alarm.mp3', '', '/etc/audioclips/', 'alarm.mp3 ']) {
      assert.ok(!meansClip(other, 'alarm.mp3'), other);
    }
  });

  it('takes * for any characters, or none', () => {
    for (const pattern of ['*', 'a*', '*.mp3', 'al*3', '*alarm.mp3*', 'a*a*m*3', '**', '/etc/audioclips/al*']) {
      assert.ok(meansClip(pattern, 'alarm.mp3'), pattern);
    }
    for (const pattern of ['b*', '*.wav', 'alarm.mp3*x', 'a*z*3', 'alarm.m*mp3', '*aa*', 'ala*larm.mp3']) {
      assert.ok(!meansClip(pattern, 'alarm.mp3'), pattern);
    }
  });

  it('takes nothing else as a pattern, and is quick whatever it gets', () => {
    assert.ok(!meansClip('alarm?mp3', 'alarm.mp3'));
    assert.ok(!meansClip('.*', 'alarm.mp3'));
    assert.ok(!meansClip(`${'a*'.repeat(20_000)}b`, 'a'.repeat(100)));
  });
});
