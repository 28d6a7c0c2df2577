import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { addressesIn, isHls, isPlaylist } from '../../../../src/audio/radio/playlist.ts';

const BASE = 'http://station/lists/radio.m3u';

describe('playlists of stations', () => {
  it('are known by their media type, or by their name where the server knows no better', () => {
    for (const type of ['audio/x-mpegurl', 'audio/mpegurl', 'application/vnd.apple.mpegurl', 'audio/x-scpls'])
      assert.equal(isPlaylist(type, 'http://station/'), true, type);
    assert.equal(isPlaylist('text/plain', 'http://station/radio.PLS?x=1'), true);
    assert.equal(isPlaylist('', BASE), true);
    assert.equal(isPlaylist('audio/mpeg', BASE), false, 'what says that it is sound is sound');
    assert.equal(isPlaylist('text/plain', 'http://station/radio'), false);
  });

  it('name addresses, each on a line (M3U)', () => {
    const text = '#EXTM3U\r\n#EXTINF:-1,Radio\r\n  https://other/live \r\nlow.mp3\r\n\r\n/top\r\n';
    assert.deepEqual(addressesIn(text, BASE), [
      'https://other/live',
      'http://station/lists/low.mp3',
      'http://station/top',
    ]);
  });

  it('name addresses, each with a number (PLS)', () => {
    const text =
      '[playlist]\nNumberOfEntries=2\nFile1=http://a/1\nTitle1=One\nLength1=-1\nFile2=http://a/2\nVersion=2\n';
    assert.deepEqual(addressesIn(text, BASE), ['http://a/1', 'http://a/2']);
  });

  it('lead nowhere but to the web, and not to too many places', () => {
    const inside = 'file:///etc/shadow\n/data/x\nconcat:/etc/passwd\nhttp://[\nFile1=file:///etc/shadow\n';
    assert.deepEqual(addressesIn(inside, BASE), ['http://station/data/x']);
    assert.equal(addressesIn('http://a/1\n'.repeat(1000), BASE).length, 16);
  });

  it('of pieces of one stream are told apart', () => {
    assert.equal(isHls('#EXTM3U\n#EXT-X-TARGETDURATION:10\n'), true);
    assert.equal(isHls('#EXTM3U\n#EXTINF:10,\nhttp://a/1\n'), false);
  });
});
