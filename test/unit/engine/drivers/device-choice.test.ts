import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Fault } from '../../../../src/core/fault.ts';
import { chooseDevices, namesOf } from '../../../../src/engine/drivers/device-choice.ts';

const device = (name: string, outputs: number, inputs: number, isDefault = false) => ({
  name,
  outputs,
  inputs,
  isDefaultOutput: isDefault && outputs > 0,
  isDefaultInput: isDefault && inputs > 0,
});

const DEVICES = [
  device('HDMI: 0 (hw:0,0)', 8, 0),
  device('Codec: out (hw:1,0)', 2, 0, true),
  device('Codec: both (hw:1,1)', 2, 1),
  device('USB Mic: - (hw:2,0)', 0, 1, true),
];
const names = (output: string, input: string) => {
  const chosen = chooseDevices(DEVICES, { output, input });
  return [chosen.output?.name, chosen.input?.name];
};
const refuses = (output: string, input: string, kind: string, words: RegExp) =>
  assert.throws(
    () => chooseDevices(DEVICES, { output, input }),
    (error: Fault) => error.kind === kind && words.test(error.message),
  );

describe('choosing devices by name', () => {
  it('takes the name itself before names that begin with it, and only devices that can do it', () => {
    assert.deepEqual(names('Codec: both (hw:1,1)', 'none'), ['Codec: both (hw:1,1)', undefined]);
    assert.deepEqual(names('Codec', 'Codec'), ['Codec: out (hw:1,0)', 'Codec: both (hw:1,1)']);
    assert.deepEqual(names('default', 'default'), ['Codec: out (hw:1,0)', 'USB Mic: - (hw:2,0)']);
  });

  it('says which there are when none has the name', () => {
    refuses('USB Mic', 'none', 'unavailable', /USB Mic can play; there are: HDMI.*Codec: out.*Codec: both/);
    refuses('none', 'Line', 'unavailable', /Line can record; there are: Codec: both \(hw:1,1\), USB Mic/);
    assert.throws(() => chooseDevices([], { output: 'default', input: 'none' }), /no sound card can play/);
  });

  it('plays without a microphone that is missing, and says so', () => {
    const { output, input, deaf } = chooseDevices(DEVICES, { output: 'default', input: 'Line' });
    assert.equal(output?.name, 'Codec: out (hw:1,0)');
    assert.equal(input, undefined);
    assert.match(deaf ?? '', /Line can record; there are: Codec: both/);
  });

  it('refuses to open nothing', () => refuses('none', 'none', 'invalid', /play or to record/));

  it('lists names by what devices can do', () => {
    assert.deepEqual(namesOf(DEVICES).inputs, ['Codec: both (hw:1,1)', 'USB Mic: - (hw:2,0)']);
    assert.equal(namesOf(DEVICES).outputs.length, 3);
  });
});
