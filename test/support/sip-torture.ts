/** Messages of the kinds that RFC 4475 describes, in our own words, and how they are to be answered. */
interface Torture {
  readonly name: string;
  readonly message: string;
  /** Of the status line; left out where no answer or any answer will do. */
  readonly status?: RegExp;
}

interface Parts {
  readonly method?: string;
  readonly line?: string;
  readonly via?: string;
  readonly from?: string;
  readonly to?: string;
  readonly cseq?: string;
  readonly more?: string;
  readonly body?: string;
  readonly length?: string;
  readonly contact?: string;
}

let count = 0;
function text({ method = 'OPTIONS', body = '', more, ...fields }: Parts = {}): string {
  count += 1;
  const { line, via, from, to, cseq, contact, length } = {
    line: `${method} sip:speaker@127.0.0.1 SIP/2.0`,
    via: `Via: SIP/2.0/UDP 127.0.0.3;branch=z9hG4bKtorture${count};rport`,
    from: `From: "Caller" <sip:caller@example.net>;tag=t${count}`,
    to: 'To: <sip:speaker@127.0.0.1>',
    cseq: `CSeq: ${count} ${method}`,
    contact: 'Contact: <sip:caller@127.0.0.3>',
    length: `Content-Length: ${Buffer.byteLength(body.replaceAll('\n', '\r\n'))}`,
    ...fields,
  };
  const extra = [more, body === '' ? undefined : 'Content-Type: application/sdp'].filter(each => each !== undefined);
  const ids = ['Max-Forwards: 70', `Call-ID: torture-${count}`];
  return [line, via, ...ids, from, to, cseq, contact, ...extra, length, '', body].join('\n');
}

const SDP = 'v=0\no=- 1 1 IN IP4 127.0.0.3\ns=-\nc=IN IP4 127.0.0.3\nt=0 0\nm=audio 49170 RTP/AVP 8\n';
const OK = /^SIP\/2\.0 200 /;
const BAD = /^SIP\/2\.0 4\d\d /;

export const TORTURE: readonly Torture[] = [
  {
    name: 'short and tortuous INVITE',
    status: /^SIP\/2\.0 180 |^SIP\/2\.0 200 /,
    message: text({
      method: 'INVITE',
      from: 'f: "J Rosenberg \\\\\\"" <sip:jdrosen@example.com>\n ;\n tag = 98asjd8',
      to: 'TO :\n sip:speaker@127.0.0.1',
      contact: 'm: "Quoted \\"" <sip:jdrosen@127.0.0.3> ; newparam = newvalue ;\n q=0.33',
      more: 's :\nNewFangledHeader:   newfangled value\n continued newfangled value\nRoute: <sip:127.0.0.1;unknown-param;lr>',
      body: SDP,
    }),
  },
  {
    name: 'wide range of characters',
    status: BAD,
    message: text({
      line: "!interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com SIP/2.0",
    }),
  },
  {
    name: 'escaped user',
    status: OK,
    message: text({ line: 'OPTIONS sip:sips%3Auser%40example.com@127.0.0.1 SIP/2.0' }),
  },
  { name: 'escaped nulls', status: OK, message: text({ from: 'From: sip:null-%00-null@example.com;tag=839923423' }) },
  { name: 'percent that escapes nothing', status: BAD, message: text({ method: 'RE%47IST%45R' }) },
  {
    name: 'no space before a bracket',
    status: OK,
    message: text({ from: 'From: caller<sip:caller@example.com>;tag=323' }),
  },
  { name: 'long values', message: text({ method: 'INVITE', more: `X-Long: ${'long'.repeat(500)}`, body: SDP }) },
  { name: 'extra bytes behind the body', status: OK, message: `${text()}and more that belongs to nobody` },
  {
    name: 'semicolon in the user',
    status: OK,
    message: text({ line: 'OPTIONS sip:user;par=u%40example.net@127.0.0.1 SIP/2.0' }),
  },
  {
    name: 'unusual reason phrase',
    message:
      'SIP/2.0 200 = 2**3 * 5**2 но сто\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKx\nCall-ID: none\nFrom: <sip:a@b>;tag=1\nTo: <sip:a@b>;tag=2\nCSeq: 1 INVITE\nContent-Length: 0\n\n',
  },
  {
    name: 'empty reason phrase',
    message:
      'SIP/2.0 100 \nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKy\nCall-ID: none\nFrom: <sip:a@b>;tag=1\nTo: <sip:a@b>\nCSeq: 1 INVITE\nContent-Length: 0\n\n',
  },
  {
    name: 'extraneous separators',

    message: text({ method: 'INVITE', via: 'Via: SIP/2.0/UDP 192.0.2.15;;,;,,', body: SDP }),
  },
  {
    name: 'body shorter than its length',
    status: BAD,
    message: text({ method: 'INVITE', body: SDP, length: 'Content-Length: 9999' }),
  },
  {
    name: 'negative length',
    status: BAD,
    message: text({ method: 'INVITE', body: SDP, length: 'Content-Length: -999' }),
  },
  { name: 'overlarge numbers', status: BAD, message: text({ cseq: 'CSeq: 36893488147419103232 OPTIONS' }) },
  { name: 'unterminated quote', message: text({ to: 'To: "Mr. J. User <sip:speaker@127.0.0.1>' }) },
  { name: 'Request-URI in brackets', status: BAD, message: text({ line: 'OPTIONS <sip:speaker@127.0.0.1> SIP/2.0' }) },
  {
    name: 'whitespace in the Request-URI',
    status: BAD,
    message: text({ line: 'OPTIONS sip:speaker@127.0.0.1; lr SIP/2.0' }),
  },
  {
    name: 'spaces in the Request-Line',
    status: BAD,
    message: text({ line: 'OPTIONS  sip:speaker@127.0.0.1  SIP/2.0' }),
  },
  { name: 'spaces behind the Request-Line', message: text({ line: 'OPTIONS sip:speaker@127.0.0.1 SIP/2.0  ' }) },
  {
    name: 'unknown version',
    status: /^SIP\/2\.0 505 /,
    message: text({ line: 'OPTIONS sip:speaker@127.0.0.1 SIP/7.0' }),
  },
  { name: 'methods that differ', status: BAD, message: text({ cseq: 'CSeq: 8 INVITE' }) },
  { name: 'unknown method', status: BAD, message: text({ method: 'NEWMETHOD' }) },
  {
    name: 'unknown URI scheme',
    status: /^SIP\/2\.0 416 /,
    message: text({ line: 'OPTIONS nobodyKnowsThisScheme:totallyopaque SIP/2.0' }),
  },
  {
    name: 'no branch worth its name',
    status: OK,
    message: text({ via: 'Via: SIP/2.0/UDP 127.0.0.3;branch=z9hG4bK;rport' }),
  },
  { name: 'two From', status: BAD, message: text({ more: 'From: <sip:other@example.org>;tag=2' }) },
  { name: 'no Call-ID', status: BAD, message: text().replace(/^Call-ID.*\n/m, '') },
  {
    name: 'unknown content',
    status: /^SIP\/2\.0 415 /,
    message: text({
      method: 'INVITE',
      more: 'Content-Type: application/unknown',
      body: '',
      length: 'Content-Length: 5',
    }).replace(/\n$/, '\nabcd\n'),
  },
  {
    name: 'multiple answers',
    message:
      'SIP/2.0 200 OK\nVia: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK2\nCall-ID: v\nFrom: <sip:a@b>;tag=1\nTo: <sip:a@b>;tag=2\nCSeq: 1 INVITE\nContent-Length: 0\n\n',
  },
  {
    name: 'BYE of nobody',
    status: /^SIP\/2\.0 481 /,
    message: text({ method: 'BYE', to: 'To: <sip:speaker@127.0.0.1>;tag=none' }),
  },
  { name: 'nothing but line ends', message: '\n\n\n\n' },
  { name: 'no SIP at all', message: 'GET / HTTP/1.1\nHost: a\n\n' },
];
