/** What sipp does in our tests. */

/** What it says in a call, and keys in the sound as type 101. */
export interface SippSound {
  /** Raw, as it stands in the packets. */
  readonly file: string;
  readonly payloadType: number;
  /** `PCMU/8000`. */
  readonly rtpmap: string;
}

const PCMU = `m=audio [media_port] RTP/AVP 0
      a=rtpmap:0 PCMU/8000`;

const description = (section = PCMU) => `
      v=0
      o=peer 1 1 IN IP4 [media_ip]
      s=-
      c=IN IP4 [media_ip]
      t=0 0
      ${section}`;

/** Of a sound that sipp sends from a port of its own. */
const sounding = ({ payloadType, rtpmap }: SippSound, port = '[rtpstream_audio_port]') =>
  description(`m=audio ${port} RTP/AVP ${payloadType} 101
      a=rtpmap:${payloadType} ${rtpmap}
      a=rtpmap:101 telephone-event/8000`);

const send = (attributes: string, text: string) => `<send ${attributes}><![CDATA[\n${text}\n]]></send>`;
const act = (what: string) => `<nop><action><exec ${what}/></action></nop>`;
const speak = ({ file, payloadType }: SippSound) => act(`rtp_stream="${file},-1,${payloadType}"`);

interface Parts {
  /** Whose branch it has: so many messages back; its own where it is left out. */
  readonly branch?: string;
  readonly to?: string;
  readonly cseq?: string;
  readonly body?: string;
  readonly type?: string;
}

const content = ({ body = '', type = 'application/sdp' }: Parts) =>
  `${body === '' ? '' : `Content-Type: ${type}\n      `}Content-Length: [len]\n${body}`;

const request = (method: string, cseq: number, { to = '', branch = '[branch]', ...parts }: Parts = {}) => `
      ${method} sip:speaker@[remote_ip]:[remote_port] SIP/2.0
      Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=${branch}
      From: <sip:[service]@[local_ip]:[local_port]>;tag=[call_number]
      To: <sip:speaker@[remote_ip]:[remote_port]>${to}
      Call-ID: [call_id]
      CSeq: ${cseq} ${method}
      Contact: <sip:[service]@[local_ip]:[local_port];transport=[transport]>
      Max-Forwards: 70
      ${content(parts)}`;

const response = (status: string, { to = '', cseq = '[last_CSeq:]', ...parts }: Parts = {}) => `
      SIP/2.0 ${status}
      [last_Via:]
      [last_From:]
      [last_To:]${to}
      [last_Call-ID:]
      ${cseq}
      Contact: <sip:[service]@[local_ip]:[local_port];transport=[transport]>
      ${content(parts)}`;

const scenario = (name: string, steps: readonly string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="${name}">\n${steps.join('\n')}\n</scenario>\n`;

/*
 * Where datagrams are lost its own scenarios give a call up: after two messages in a row (180, 200; ACK, BYE) it knows neither
 * a repeated INVITE nor a repeated 200 again. Those here do not.
 */

/** Calls, speaks for 0.3 s and ends the call. */
export const PATIENT_CALLER = scenario('caller', [
  send('retrans="500" start_txn="invite"', request('INVITE', 1, { body: description() })),
  '<recv response="100" optional="true" response_txn="invite"/>',
  '<recv response="180" optional="true" response_txn="invite"/>',
  '<recv response="200" response_txn="invite"/>',
  '<label id="acknowledge"/>',
  send('ack_txn="invite"', request('ACK', 1, { to: '[peer_tag_param]' })),
  '<pause milliseconds="300"/>',
  send('retrans="500" start_txn="bye"', request('BYE', 2, { to: '[peer_tag_param]' })),
  '<recv response="200" optional="true" response_txn="invite" next="acknowledge"/>',
  '<recv response="200" response_txn="bye"/>',
]);

/**
 * Answers at once and waits for the end. It does not ring first: it would answer a repeated INVITE with the last but one of
 * its responses or not at all.
 */
export const PATIENT_CALLEE = scenario('callee', [
  '<recv request="INVITE"/>',
  send('retrans="500"', response('200 OK', { to: ';tag=[call_number]', body: description() })),
  '<recv request="ACK" optional="true"/>',
  '<recv request="BYE"/>',
  send('', response('200 OK')),
  '<timewait milliseconds="4000"/>',
]);

const ANSWERED_CALL = [
  '<recv response="100" optional="true"/>',
  '<recv response="180" optional="true"/>',
  '<recv response="200"/>',
  send('', request('ACK', 1, { to: '[peer_tag_param]' })),
];
const UNTIL_BYE = ['<recv request="BYE"/>', send('', response('200 OK'))];
const TAG = ';tag=[call_number]';

/** Calls and speaks until the other end hangs up. */
export const speakingCaller = (sound: SippSound) =>
  scenario('speaking caller', [
    send('retrans="500"', request('INVITE', 1, { body: sounding(sound) })),
    ...ANSWERED_CALL,
    speak(sound),
    ...UNTIL_BYE,
  ]);

/** Rings, answers and speaks until the other end hangs up. */
export const speakingCallee = (sound: SippSound) =>
  scenario('speaking callee', [
    '<recv request="INVITE"/>',
    send('', response('180 Ringing', { to: TAG })),
    send('retrans="500"', response('200 OK', { to: TAG, body: sounding(sound) })),
    '<recv request="ACK"/>',
    speak(sound),
    ...UNTIL_BYE,
  ]);

const EARLY = (sound: SippSound) => [
  '<recv request="INVITE"/>',
  send('', response('183 Session Progress', { to: TAG, body: sounding(sound) })),
  speak(sound),
];

/** Speaks before it answers (early media), and never does. */
export const earlyUntilCancelled = (sound: SippSound) =>
  scenario('early media, cancelled', [
    ...EARLY(sound),
    '<recv request="CANCEL"/>',
    send('', response('200 OK')),
    send('retrans="500"', response('487 Request Terminated', { to: TAG, cseq: 'CSeq: [last_cseq_number] INVITE' })),
    '<recv request="ACK"/>',
  ]);

/** Speaks for two seconds before it answers, and goes on. */
export const earlyThenAnswered = (sound: SippSound) =>
  scenario('early media, answered', [
    ...EARLY(sound),
    '<pause milliseconds="2000"/>',
    send('retrans="500"', response('200 OK', { to: TAG, body: sounding(sound) })),
    '<recv request="ACK"/>',
    ...UNTIL_BYE,
  ]);

/** Calls, waits for 180 without a description, and gives up. */
export const RINGING_CALLER = scenario('caller who gives up', [
  send('retrans="500" start_txn="invite"', request('INVITE', 1, { body: description() })),
  '<recv response="100" optional="true" response_txn="invite"/>',
  '<recv response="180" response_txn="invite"><action><ereg regexp="Content-Type" search_in="hdr" header="Content-Type" check_it_inverse="true" assign_to="1"/></action></recv>',
  send('start_txn="cancel"', request('CANCEL', 1, { branch: '[branch-3]' })),
  '<recv response="200" response_txn="cancel"/>',
  '<recv response="487" response_txn="invite"/>',
  send('ack_txn="invite"', request('ACK', 1, { to: '[peer_tag_param]', branch: '[branch-6]' })),
  '<Reference variables="1"/>',
]);

const KEY_FILE = (key: string) => `/usr/share/sip-tester/dtmf_2833_${{ '*': 'star', '#': 'pound' }[key] ?? key}.pcap`;
const info = (cseq: number, type: string, body: string) => [
  send('retrans="500"', request('INFO', cseq, { to: '[peer_tag_param]', type, body })),
  '<recv response="200"/>',
];

interface DialledKeys {
  /** In the sound. */
  readonly rtp: string;
  /** As `application/dtmf-relay`. */
  readonly relay: string;
  /** As `application/dtmf`. */
  readonly plain: string;
}

/** Calls and dials keys in all ways, one after the other, until the other end hangs up. */
export const diallingCaller = (sound: SippSound, { rtp, relay, plain }: DialledKeys) =>
  scenario('dialling caller', [
    send('retrans="500"', request('INVITE', 1, { body: sounding(sound, '[media_port]') })),
    ...ANSWERED_CALL,
    ...Array.from(rtp).flatMap(key => [act(`play_pcap_audio="${KEY_FILE(key)}"`), '<pause milliseconds="1000"/>']),
    ...Array.from(relay).flatMap((key, n) =>
      info(2 + n, 'application/dtmf-relay', `\n      Signal=${key}\n      Duration=160`),
    ),
    ...Array.from(plain).flatMap((key, n) => info(2 + relay.length + n, 'application/dtmf', `\n      ${key}`)),
    ...UNTIL_BYE,
  ]);
