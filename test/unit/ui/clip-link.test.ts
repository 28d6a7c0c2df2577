import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { clipLink } from '../../../src/ui/pages/clips/clip-link.ts';
import { origins } from '../../../src/ui/pages/clips/origins.ts';

const at = (url: string) => new URL(url);

describe('the link to a clip', () => {
  it('names all arguments of playclip.cgi', () => {
    assert.equal(
      clipLink('http://10.0.0.2', { location: 'bell.mp3', repeat: -1, volume: 250 }),
      'http://10.0.0.2/axis-cgi/playclip.cgi?location=bell.mp3&repeat=-1&volume=250&audiodeviceid=0&audiooutputid=0',
    );
  });

  it('gives the file name back however it is written', () => {
    const location = 'a&b=c d%20+#ü.wav';
    const link = clipLink('https://host', { location, repeat: 0, volume: 100 });
    assert.equal(at(link).searchParams.get('location'), location);
  });
});

describe('the addresses of the speaker', () => {
  it('are the page’s own for its protocol, and the told port for the other', () => {
    assert.deepEqual(origins(at('https://speaker.local:8443/audio/clips'), { http: 8080, https: 9999 }), {
      http: 'http://speaker.local:8080',
      https: 'https://speaker.local:8443',
    });
  });

  it('have no port where it is the usual one or is not known', () => {
    assert.equal(origins(at('https://[fd00::2]/'), { http: 80, https: 443 }).http, 'http://[fd00::2]');
    assert.equal(origins(at('http://10.0.0.2/'), { http: 80, https: undefined }).https, 'https://10.0.0.2');
  });
});
