import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { piIdentity } from '../../../../src/board/pi/identity.ts';
import { parseProfile } from '../../../../src/board/profile.ts';
import { boardJson } from '../../../support/boards.ts';

describe('piIdentity', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'stentor-identity-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const card = (name: string, address: string, ...kind: string[]) => {
    write(`sys/class/net/${name}/address`, `${address}\n`);
    for (const folder of kind) mkdirSync(join(root, 'sys/class/net', name, folder), { recursive: true });
  };
  const identity = (name = 'miniamp') => piIdentity(parseProfile(boardJson(name)), root);

  it('is what the device tree and the network card say', () => {
    write('proc/device-tree/model', 'Raspberry Pi 3 Model B Plus Rev 1.3\0');
    card('lo', '00:00:00:00:00:00');
    card('wlan0', 'b8:27:eb:00:00:02', 'device', 'wireless');
    card('br0', '02:00:00:00:00:01');
    card('end0', 'b8:27:eb:12:34:56', 'device');
    const { name, model, serialNumber, soc, problem } = identity();
    assert.equal(problem, undefined);
    assert.deepEqual([name, model, soc], ['miniamp', 'Raspberry Pi 3 Model B Plus Rev 1.3', 'BCM2837']);
    assert.equal(serialNumber, 'B827EB123456');
  });

  it('takes the wireless card where there is no other', () => {
    write('proc/device-tree/model', 'Raspberry Pi Zero 2 W Rev 1.0\0');
    card('wlan0', 'd8:3a:dd:00:00:02', 'device', 'wireless');
    assert.deepEqual([identity().serialNumber, identity().soc], ['D83ADD000002', 'BCM2710']);
  });

  it('makes an address of the chip’s serial number where there is no network card', () => {
    write('proc/device-tree/serial-number', '10000000a1b2c3d4\0');
    assert.equal(identity().serialNumber, '0200A1B2C3D4');
  });

  it('says where a board does not work, or the card is in another computer', () => {
    write('proc/device-tree/model', 'Raspberry Pi 3 Model B Rev 1.2\0');
    assert.match(identity('codec-zero').problem ?? '', /no driver for its codec/);
    assert.equal(
      identity('pi4').problem,
      'this card was made for Raspberry Pi 4 Model B, and runs on Raspberry Pi 3 Model B Rev 1.2',
    );
    assert.match(identity('pi3').problem ?? 'none', /^none$/);
  });

  it('is the description’s where nothing is known', () => {
    const { model, serialNumber } = identity('pi4');
    assert.match(model, /^Raspberry Pi 4/);
    assert.match(serialNumber, /^[0-9A-F]{12}$/);
  });
});
