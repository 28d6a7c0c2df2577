import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseForm, textOf } from '../../../src/http/form.ts';

const pairs = (bytes: string) => [...parseForm(bytes)];

describe('parseForm', () => {
  it('reads names and values, also without a value, also twice', () => {
    assert.deepEqual(pairs('a=1&b&c=&a=2'), [
      ['a', '1'],
      ['b', ''],
      ['c', ''],
      ['a', '2'],
    ]);
  });

  it('leaves a password alone that was not escaped', () => {
    assert.deepEqual(pairs('action=add&pwd=D2fK$xFpBaxtH@RQ5j&grp=root'), [
      ['action', 'add'],
      ['pwd', 'D2fK$xFpBaxtH@RQ5j'],
      ['grp', 'root'],
    ]);
  });

  it('takes a % that begins no escape for itself', () => {
    assert.deepEqual(pairs('a=100%&b=%zz&c=%4&d=50%25'), [
      ['a', '100%'],
      ['b', '%zz'],
      ['c', '%4'],
      ['d', '50%'],
    ]);
  });

  it('reads + as a blank and %2B as a plus', () => {
    assert.deepEqual(pairs('name=Fire+alarm%2B1'), [['name', 'Fire alarm+1']]);
  });

  it('keeps the further = of a value', () => {
    assert.deepEqual(pairs('a=b=c=d'), [['a', 'b=c=d']]);
  });

  it('reads UTF-8, escaped or not, and Latin-1 where it is not UTF-8', () => {
    const raw = Buffer.from('d=grün').toString('latin1');
    assert.deepEqual(
      pairs(`a=gr%C3%BCn&b=gr%FCn&c=gr\xFCn&${raw}`).map(([, value]) => value),
      ['grün', 'grün', 'grün', 'grün'],
    );
  });

  it('decodes once only, so that what is encoded twice can be decoded again', () => {
    assert.deepEqual(pairs('group=root.Brand%252Croot.Properties'), [['group', 'root.Brand%2Croot.Properties']]);
  });

  it('makes nothing of nothing', () => {
    assert.deepEqual(pairs(''), []);
    assert.deepEqual(pairs('&&'), []);
  });
});

describe('textOf', () => {
  it('reads bytes that are not UTF-8 as Latin-1', () => {
    assert.equal(textOf(Buffer.from([0x67, 0xfc])), 'gü');
    assert.equal(textOf(Buffer.from('gü')), 'gü');
  });
});
