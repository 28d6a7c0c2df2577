import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { commitRules } from '../../../src/upgrade/install-options.ts';
import { parseManifest } from '../../../src/upgrade/manifest.ts';
import { compareVersions } from '../../../src/upgrade/version.ts';

describe('compareVersions', () => {
  const ascending = [
    '0.9',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-beta',
    '1.0.0-rc.2',
    '1.0.0-rc.10',
    '1.0.0',
    '1.0.1',
    '1.10.0',
    '11.2',
  ];

  it('orders versions as Semantic Versioning does', () => {
    assert.deepEqual([...ascending].reverse().sort(compareVersions), ascending);
  });

  it('takes missing numbers for 0 and leaves the build out', () => {
    assert.equal(compareVersions('1.2', '1.2.0'), 0);
    assert.equal(compareVersions('1.2.0+abc', '1.2.0+def'), 0);
  });
});

describe('commitRules', () => {
  const rules = (autoCommit: 'never' | 'boot' | 'started' | 'default', autoRollback: 'never' | 'default' | number) =>
    commitRules({ factoryDefault: 'none', autoCommit, autoRollback });

  it('commits what is healthy and undoes the rest after ten minutes, unless told', () => {
    assert.deepEqual(rules('default', 'default'), { autoCommit: 'started', rollbackS: 600 });
  });

  it('leaves the commitment to the person who chose a time', () => {
    assert.deepEqual(rules('default', 30), { autoCommit: 'never', rollbackS: 1800 });
    assert.deepEqual(rules('default', 'never'), { autoCommit: 'never', rollbackS: 0 });
  });

  it('has no clock where only the commitment was chosen', () => {
    assert.deepEqual(rules('never', 'default'), { autoCommit: 'never', rollbackS: 0 });
    assert.deepEqual(rules('started', 5), { autoCommit: 'started', rollbackS: 300 });
  });

  it('commits at once what begins with factory defaults', () => {
    const options = { factoryDefault: 'soft', autoCommit: 'default', autoRollback: 'default' } as const;
    assert.equal(commitRules(options).autoCommit, 'boot');
  });
});

describe('parseManifest', () => {
  it('reads sections, keys and values, and nothing else', () => {
    const text =
      '[update]\ncompatible = stentor-pi4\nversion=1.2.0\n# version=9\n\n[meta.stentor]\nminimum-from=1.0.0\nnote=a=b\nnonsense\n';
    assert.deepEqual(parseManifest(text), {
      update: { compatible: 'stentor-pi4', version: '1.2.0' },
      'meta.stentor': { 'minimum-from': '1.0.0', note: 'a=b' },
    });
  });
});
