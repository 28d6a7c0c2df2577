import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { SipMessage } from '../../../src/sip/transport/index.ts';
import { parseServer, parseUri } from '../../../src/sip/uri.ts';

describe('ports that others write', () => {
  for (const port of ['0', '65536', '99999']) {
    it(`${port} is none, in a URI, a server and a Via`, () => {
      assert.equal(parseUri(`sip:speaker@192.0.2.1:${port}`), undefined);
      assert.equal(parseServer(`192.0.2.1:${port}`), undefined);
      const message = new SipMessage('OPTIONS sip:192.0.2.1 SIP/2.0', [['Via', `SIP/2.0/UDP 192.0.2.2:${port}`]]);
      assert.equal(message.via, undefined);
    });
  }

  it('65535 is the last one', () => {
    assert.equal(parseUri('sip:speaker@192.0.2.1:65535')?.port, 65_535);
    assert.equal(parseUri('sip:speaker@192.0.2.1')?.port, undefined);
  });
});
