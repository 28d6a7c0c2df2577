import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { PARAMS } from '../../../src/catalog.ts';
import { Configuration, isSetting, settingsConfigPart } from '../../../src/configuration/index.ts';
import { createLog } from '../../../src/core/log.ts';
import { parse } from '../../../src/core/schema.ts';
import { type ParamDef, ParamStore } from '../../../src/settings/index.ts';
import { memoryFile } from '../../support/memory-file.ts';

/** Texts of which each setting takes one. */
const TEXTS = [
  'x',
  '1',
  '239.1.2.3',
  '10.0.0.0/8',
  'http://127.0.0.1:9/a',
  '12:34',
  'https://a.example.com',
  'PCMU',
  '0.5',
];

function speaker(hostName: string) {
  const params = new ParamStore({ file: memoryFile({}), defs: PARAMS });
  const configuration = new Configuration({
    parts: [settingsConfigPart(params)],
    speaker: () => ({ model: 'M', hostName, serialNumber: hostName, version: '1' }),
    undo: { write: async () => undefined, read: async () => undefined, clear: async () => undefined },
    log: createLog(() => undefined),
  });
  return { params, configuration };
}

/** A value that the setting takes and does not have. */
function another({ schema, value, path }: ParamDef): unknown {
  const { type, enum: choices, minimum = 0, maximum = 7 } = schema as Record<string, unknown>;
  const candidates =
    type === 'boolean'
      ? [value !== true]
      : Array.isArray(choices)
        ? choices
        : type === 'string'
          ? TEXTS
          : [minimum, maximum];
  return candidates.find(candidate => {
    try {
      return parse(schema, candidate, path) !== value;
    } catch {
      return false;
    }
  });
}

describe('settings in a configuration', () => {
  const settings = () => {
    const { params } = speaker('one');
    return PARAMS.filter(def => isSetting(params, def));
  };

  it('come over whole, each of them, with a passphrase', async () => {
    const [one, other] = [speaker('one'), speaker('other')];
    const wanted = Object.fromEntries(settings().map(def => [def.path, another(def)]));
    const unknown = Object.keys(wanted).filter(path => wanted[path] === undefined);
    assert.deepEqual(unknown, [], 'give these a text that they take');
    await one.params.update(wanted);
    const document: unknown = await one.configuration.export({ passphrase: 'nine lives' });
    const { changes } = await other.configuration.apply({ document, passphrase: 'nine lives' });
    assert.equal(changes.length, settings().length);
    for (const def of settings()) assert.deepEqual(other.params.get(def), one.params.get(def), def.path);
  });

  it('that hold passwords are in no document without one', async () => {
    const { params, configuration } = speaker('one');
    const secrets = settings().filter(({ hint }) => hint === 'password');
    await params.update(Object.fromEntries(secrets.map(({ path }) => [path, 'Kanarienvogel'])));
    await params.update({ 'Stentor.Audio.Stream.URL': 'http://dj:Kanarienvogel@127.0.0.1/live' });
    const text = JSON.stringify(await configuration.export());
    assert.ok(!text.includes('Kanarienvogel'));
    assert.ok(!JSON.stringify(await configuration.export({ passphrase: 'nine lives' })).includes('Kanarienvogel'));
  });

  it('that a document leaves out stay as they are', async () => {
    const { params, configuration } = speaker('one');
    await params.update({ 'AudioSource.A0.OutputGain': -6, 'Stentor.Audio.OutputMuted': true });
    const document = { format: 'stentor-configuration', version: 1, settings: { 'AudioSource.A0.OutputGain': -3 } };
    const { changes } = await configuration.apply({ document });
    assert.deepEqual(changes, [{ part: 'Settings', kind: 'changed', text: 'Output gain: −6 dB → −3 dB' }]);
    assert.equal(params.get(params.find('Stentor.Audio.OutputMuted')), true);
  });

  it('are sealed with a passphrase of eight characters at least', async () => {
    const { configuration } = speaker('one');
    await assert.rejects(configuration.export({ passphrase: 'short' }), { kind: 'invalid', field: 'passphrase' });
  });
});
