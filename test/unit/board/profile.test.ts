import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { describe, it } from 'mocha';
import { configText } from '../../../src/board/config-text.ts';
import { parseProfile } from '../../../src/board/profile.ts';
import { boardJson, boardNames } from '../../support/boards.ts';

const changed = (change: Record<string, unknown>) => ({ ...boardJson('pi4'), ...change });
const panel = (change: Record<string, unknown>) =>
  changed({ panel: { ...(boardJson('pi4')['panel'] as object), ...change } });

describe('board profiles', () => {
  it('are there for the reference build and others', () => {
    for (const name of ['pi3', 'pi4', 'cm4', 'zero2w', 'miniamp', 'respeaker-2mic', 'usb', 'pi5-usb']) {
      assert.ok(boardNames().includes(name), name);
    }
  });

  for (const name of boardNames()) {
    it(`are sound: ${name}`, () => {
      const profile = parseProfile(boardJson(name));
      assert.equal(profile.name, name);
      for (const overlay of profile.overlays) {
        assert.ok(existsSync(`overlays/${overlay.name}.dts`), `overlays/${overlay.name}.dts`);
      }
      // What Debian does not build must be said, or people flash a card that stays silent.
      if (profile.modules.length > 0 || profile.kernel === 'raspberrypi') assert.ok(profile.unsupported);
      assert.equal(profile.sound.input === null, profile.panel.microphoneSwitch === null);
    });
  }

  it('differ in the computer alone where they are the reference build', () => {
    const rest = (name: string) => ({
      ...parseProfile(boardJson(name)),
      name: '',
      title: '',
      computers: [],
      panel: {},
    });
    for (const name of ['pi3', 'cm4', 'zero2w']) assert.deepEqual(rest(name), rest('pi4'));
  });
});

describe('parseProfile', () => {
  for (const [content, field, message] of [
    [changed({ kernel: 'windows' }), 'kernel', /^kernel must be .*: debian, debian-backports, raspberrypi$/],
    [changed({ computers: [] }), 'computers', /^computers must NOT have fewer than 1 items$/],
    [panel({ button: { line: 99, activeLow: true } }), 'panel.button.line', /^panel.button.line must be <= 53$/],
    [panel({ red: { line: 23, activeLow: false } }), 'panel.green.line', /uses GPIO23, which panel.red has$/],
    [
      changed({ amplifier: [{ line: 27, activeLow: false }] }),
      'amplifier.0.line',
      /uses GPIO27, which panel.button has/,
    ],
    [changed({ amplifer: [] }), 'amplifer', /^amplifer is not a field of a board$/],
    [panel({ buton: 1 }), 'panel.buton', /^panel.buton is not a field of a board$/],
    [panel({ driver: 'none' }), 'panel.microphoneSwitch', /^panel.microphoneSwitch must be null where/],
    ['pi4', 'board.json', /^board.json must be object$/],
  ] as const) {
    it(`names the field: ${field}`, () => {
      assert.throws(() => parseProfile(content), { kind: 'invalid', field, message });
    });
  }

  it('leaves pins alone that are not used', () => {
    assert.equal(parseProfile(panel({ microphoneSwitch: null })).panel.microphoneSwitch, null);
  });
});

describe('configText', () => {
  it('tells the firmware of pins and overlays', () => {
    assert.equal(
      configText(parseProfile(boardJson('respeaker-2mic'))),
      [
        '# board respeaker-2mic',
        'gpio=23,24=op,dh',
        'gpio=17=ip,pu',
        'dtoverlay=stentor-panel,button_gpio=17',
        'dtoverlay=stentor-wm8960',
      ].join('\n'),
    );
  });

  it('writes parameters without a value alone', () => {
    assert.match(configText(parseProfile(boardJson('miniamp'))), /^dtoverlay=stentor-panel,no_mic$/m);
  });
});
