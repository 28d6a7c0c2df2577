/**
 * What sipp does where datagrams are lost. Its own scenarios give a call up there: after two messages in a row (180, 200;
 * ACK, BYE) it knows neither a repeated INVITE nor a repeated 200 again.
 */

const SDP = `
      v=0
      o=peer 1 1 IN IP4 [media_ip]
      s=-
      c=IN IP4 [media_ip]
      t=0 0
      m=audio [media_port] RTP/AVP 0
      a=rtpmap:0 PCMU/8000`;

const send = (attributes: string, text: string) => `<send ${attributes}><![CDATA[\n${text}\n]]></send>`;

const request = (method: string, cseq: number, { to = '', body = '' } = {}) => `
      ${method} sip:speaker@[remote_ip]:[remote_port] SIP/2.0
      Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
      From: <sip:peer@[local_ip]:[local_port]>;tag=[call_number]
      To: <sip:speaker@[remote_ip]:[remote_port]>${to}
      Call-ID: [call_id]
      CSeq: ${cseq} ${method}
      Contact: <sip:peer@[local_ip]:[local_port]>
      Max-Forwards: 70
      ${body === '' ? '' : 'Content-Type: application/sdp\n      '}Content-Length: [len]
${body}`;

const response = (status: string, { to = '', body = '' } = {}) => `
      SIP/2.0 ${status}
      [last_Via:]
      [last_From:]
      [last_To:]${to}
      [last_Call-ID:]
      [last_CSeq:]
      Contact: <sip:peer@[local_ip]:[local_port]>
      ${body === '' ? '' : 'Content-Type: application/sdp\n      '}Content-Length: [len]
${body}`;

const scenario = (name: string, steps: readonly string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="${name}">\n${steps.join('\n')}\n</scenario>\n`;

/** Calls, speaks for 0.3 s and ends the call. */
export const PATIENT_CALLER = scenario('caller', [
  send('retrans="500" start_txn="invite"', request('INVITE', 1, { body: SDP })),
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
  send('retrans="500"', response('200 OK', { to: ';tag=[call_number]', body: SDP })),
  '<recv request="ACK" optional="true"/>',
  '<recv request="BYE"/>',
  send('', response('200 OK')),
  '<timewait milliseconds="4000"/>',
]);
