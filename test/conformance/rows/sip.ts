import { type Chapter, row } from '../row.ts';

const WALK = 'browser/manual-walk-calls.test.ts';
const OPTIONS = 'feature/sip-options.test.ts';

export const P2P: Chapter = {
  title: 'Set up direct SIP (P2P)',
  rows: [
    row('SIP-1', 'Enable SIP starts and stops the telephone; it is off at first.', {
      [WALK]: ['sets up direct SIP, control by control'],
      'browser/sip.test.ts': ['says that SIP is off, and enables it'],
      [OPTIONS]: ['closes its ports when SIP is switched off'],
    }),
    row('SIP-2', 'Without Allow incoming calls a call is refused.', {
      [WALK]: ['sets up direct SIP, control by control'],
      [OPTIONS]: ['refuses calls where incoming ones are not allowed'],
    }),
    row('SIP-3', 'Call handling: how long a call may ring, there and here, and how long it may last.', {
      [OPTIONS]: ['gives up a call that nobody answers, there and here'],
      'unit/sip/call.test.ts': [
        'ends when it has lasted as long as it may, whatever is done meanwhile',
        'lasts for ever where there is no limit',
      ],
    }),
    row('SIP-4', 'SIP port: 5060 unless another is set, without encryption.', {
      [WALK]: ['sets up direct SIP, control by control', 'is called at its address by a telephone'],
      'feature/sip-baresip.test.ts': [
        'calls over UDP, TCP and TLS, and is heard and hears with every codec that it has',
      ],
    }),
    row('SIP-5', 'TLS port: 5061 unless another is set, encrypted.', {
      [WALK]: ['sets up direct SIP, control by control'],
      'feature/sip-baresip.test.ts': [
        'calls over UDP, TCP and TLS, and is heard and hears with every codec that it has',
      ],
    }),
    row('SIP-6', 'RTP start port: 4000 unless another is set, from 1024 to 65535; sound goes there.', {
      [WALK]: ['sets up direct SIP, control by control', 'is called at its address by a telephone'],
    }),
    row('SIP-7', 'NAT traversal: ICE, STUN and TURN, each alone and together.', {
      'feature/nat.test.ts': [
        'find their way by addresses that a server tells',
        'go through a server where routers hide the ports',
        'go by TCP and TLS where nothing else is let out, without ICE as well',
      ],
      'unit/sip/nat.test.ts': ['leaves everything as it is where nothing is set, whatever the peer offers'],
    }),
    row(
      'SIP-8',
      'Audio: one codec at least; their order is changed by dragging, and by keys, and is what is offered.',
      {
        [WALK]: ['puts codecs in order by dragging'],
        'browser/sip.test.ts': ['orders codecs by buttons and keys, and keeps the focus on the one that moves'],
        'unit/sip/media.test.ts': ['offers all codecs in their order, with the type of the settings for keys'],
      },
    ),
    row('SIP-9', 'UDP-to-TCP switching: a request of more than 1300 bytes goes by TCP.', {
      [OPTIONS]: ['sends a long request by TCP, and a short one or where that is off by UDP'],
    }),
    row('SIP-10', 'Allow via rewrite: the Via has the local address in place of the router’s.', {
      [OPTIONS]: ['tells the router’s address, or its own where rewriting is allowed'],
    }),
    row('SIP-11', 'Allow contact rewrite: the Contact has the local address in place of the router’s.', {
      [OPTIONS]: ['tells the router’s address, or its own where rewriting is allowed'],
    }),
    row('SIP-12', 'Register with server every: registrations are renewed as often.', {
      [OPTIONS]: ['asks for registrations that last as long as is set'],
      'feature/sip-registration.test.ts': [
        'are registered again after the registrar was restarted, and after the connection broke',
      ],
    }),
    row('SIP-13', 'DTMF payload type: keys are offered under it.', {
      'unit/sip/media.test.ts': ['offers all codecs in their order, with the type of the settings for keys'],
    }),
    row('SIP-14', 'What is set stays over a restart. It is saved as it is changed, without a button.', {
      [WALK]: ['sets up direct SIP, control by control'],
      'feature/life.test.ts': ['goes on with accounts, clips and settings after restart.cgi'],
    }),
    row('SIP-15', 'A telephone in the same network calls sip:<address>, with no server.', {
      [WALK]: ['is called at its address by a telephone'],
      'feature/sip-calls.test.ts': ['are set up and ended over ${protocol}'],
      'feature/sip-linphone.test.ts': [
        'calls over UDP, TCP and TLS, with SRTP and without, is heard and hears with every codec that both have',
      ],
    }),
  ],
};

export const PBX: Chapter = {
  title: 'Set up SIP through a server (PBX)',
  rows: [
    row(
      'PBX-1',
      'All that a provider tells has its field: user ID, domain, password, authentication ID, caller ID, registrar.',
      {
        [WALK]: ['registers an account at a PBX'],
      },
    ),
    row('PBX-2', 'Accounts are added, changed and deleted; there may be several.', {
      [WALK]: ['registers an account at a PBX'],
      'browser/sip.test.ts': ['turns an account off, takes that back, and deletes it after asking'],
    }),
    row('PBX-3', 'Registered: the speaker logs in at the server, and shows how that went.', {
      [WALK]: ['registers an account at a PBX'],
      'feature/sip-registration.test.ts': ['are registered over ${transport}', 'say why they are not registered'],
    }),
    row('PBX-4', 'The transport mode is UDP, TCP or TLS.', {
      'feature/sip-registration.test.ts': ['are registered over ${transport}'],
    }),
    row('PBX-5', 'Save keeps the account.', { [WALK]: ['registers an account at a PBX'] }),
    row('PBX-6', 'It is reached as user@domain, whatever its own address is, as long as it is registered.', {
      'feature/sip-registration.test.ts': [
        'call each other through it',
        'are registered again after the registrar was restarted, and after the connection broke',
      ],
    }),
    row('PBX-7', 'A server may transfer and redirect calls; whatever it sends, the speaker lives.', {
      'feature/sip-transfer.test.ts': ['is transferred: the other end talks to the third, and we are out'],
      'feature/sip-calls.test.ts': ['are handed on to a third (REFER)'],
      'feature/sip-robust.test.ts': [
        'answers the torture of RFC 4475 as it should and lives',
        'lives through ten thousand mutated messages',
      ],
    }),
  ],
};
