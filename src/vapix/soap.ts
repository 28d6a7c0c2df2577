import { Fault, type FaultOptions, invalid } from '../core/fault.ts';
import { mayActAs, type Role } from '../core/role.ts';
import type { Answer, Exchange, Route } from '../http/index.ts';
import { declared, NAMESPACES } from './namespaces.ts';
import { childNamed, parseXml, type XmlElement } from './soap-xml.ts';
import { escapeXml } from './xml.ts';

/** One operation of a SOAP service; the envelope is the same for all. */
export interface SoapOperation {
  readonly namespace: string;
  /** The name of the request, e.g. `GetEventInstances`. */
  readonly name: string;
  readonly access: Role | 'anonymous';
  /** Resolves with the XML that stands in the answer's body; prefixes as in NAMESPACES. */
  readonly run: (request: XmlElement, exchange: Exchange) => Promise<string> | string;
}

interface SoapFaultOptions extends FaultOptions {
  /** Narrows the code down, the outer one first: `ter:InvalidArgVal`. */
  readonly subcodes?: readonly string[];
  /** XML: the fault's element as the WSDL names it. */
  readonly detail?: string;
}

/** A Fault that the service's WSDL has a name for. */
export class SoapFault extends Fault {
  readonly subcodes: readonly string[];
  readonly detail: string;

  constructor(kind: Fault['kind'], message: string, { subcodes = [], detail = '', ...options }: SoapFaultOptions = {}) {
    super(kind, message, options);
    this.subcodes = subcodes;
    this.detail = detail;
  }
}

/** Header blocks that we know and may leave alone: addresses, and log-ins that HTTP does for us. */
const UNDERSTOOD: readonly string[] = [
  NAMESPACES.wsa5,
  NAMESPACES.wsse,
  'http://schemas.xmlsoap.org/ws/2004/08/addressing',
];

/** A SOAP 1.2 endpoint at `path`. The operations have rights of their own, so anybody may knock. */
export const soapEndpoint = (path: string, operations: readonly SoapOperation[]): Route => {
  const table = new Map(operations.map(operation => [keyOf(operation), operation]));
  return {
    path,
    methods: ['POST'],
    access: 'anonymous',
    handle: exchange => answerSoap(table, exchange),
    refuse: fault => faultAnswer(fault),
  };
};

/** The operation is the first child of Body, whatever the headers of HTTP call it (SOAP 1.2 part 1, 5.3). */
async function answerSoap(table: ReadonlyMap<string, SoapOperation>, exchange: Exchange): Promise<Answer> {
  const request = requestIn(parseXml(await exchange.text()));
  const operation = table.get(keyOf(request));
  if (operation === undefined) {
    throw new SoapFault('invalid', `there is no operation ${request.name} in the namespace ${request.namespace}`, {
      subcodes: ['ter:ActionNotSupported'],
    });
  }
  checkAccess(operation, exchange);
  return envelope(200, await operation.run(request, exchange));
}

function requestIn(root: XmlElement): XmlElement {
  if (root.name !== 'Envelope') throw invalid('the document must be a SOAP envelope');
  if (root.namespace !== NAMESPACES['SOAP-ENV']) throw new VersionMismatch();
  for (const block of childNamed(root, 'Header')?.children ?? []) checkUnderstood(block);
  const request = childNamed(root, 'Body')?.children[0];
  if (request === undefined) throw invalid('the envelope has no Body with a request');
  return request;
}

function checkUnderstood({ namespace, name, attributes }: XmlElement): void {
  const must = attributes.get('mustUnderstand');
  if ((must === '1' || must === 'true') && !UNDERSTOOD.includes(namespace)) {
    throw new NotUnderstood(`the header ${name} of ${namespace} is not understood`);
  }
}

function checkAccess({ access }: SoapOperation, { caller }: Exchange): void {
  if (access === 'anonymous') return;
  if (caller === undefined) throw new Fault('forbidden', 'Log in to call this operation.');
  if (!mayActAs(caller.role, access)) {
    throw new SoapFault('forbidden', `this needs the role ${access}`, { subcodes: ['ter:NotAuthorized'] });
  }
}

class VersionMismatch extends Fault {
  constructor() {
    super('invalid', 'the envelope must be of SOAP 1.2');
  }
}

class NotUnderstood extends Fault {
  constructor(message: string) {
    super('invalid', message);
  }
}

/** A fault of the request is the sender's; all else is ours (SOAP 1.2 part 1, 5.4.6; part 2, 7.5.2.2). */
const RECEIVER: readonly Fault['kind'][] = ['failed', 'unavailable', 'full', 'busy'];

function codeOf(fault: Fault): string {
  if (fault instanceof VersionMismatch) return 'VersionMismatch';
  if (fault instanceof NotUnderstood) return 'MustUnderstand';
  return RECEIVER.includes(fault.kind) ? 'Receiver' : 'Sender';
}

function faultAnswer(fault: Fault): Answer {
  const code = codeOf(fault);
  const { subcodes, detail } = fault instanceof SoapFault ? fault : { subcodes: [], detail: '' };
  const inner = subcodes.reduceRight(
    (rest, subcode) =>
      `<SOAP-ENV:Subcode><SOAP-ENV:Value>${escapeXml(subcode)}</SOAP-ENV:Value>${rest}</SOAP-ENV:Subcode>`,
    '',
  );
  const body = [
    `<SOAP-ENV:Fault><SOAP-ENV:Code><SOAP-ENV:Value>SOAP-ENV:${code}</SOAP-ENV:Value>${inner}</SOAP-ENV:Code>`,
    `<SOAP-ENV:Reason><SOAP-ENV:Text xml:lang="en">${escapeXml(fault.message)}</SOAP-ENV:Text></SOAP-ENV:Reason>`,
    detail === '' ? '' : `<SOAP-ENV:Detail>${detail}</SOAP-ENV:Detail>`,
    `</SOAP-ENV:Fault>`,
  ];
  return envelope(statusOf(fault, code), body.join(''));
}

function statusOf({ kind }: Fault, code: string): number {
  if (kind === 'forbidden') return 401; // as all classic CGIs do: clients ask for the name of somebody who may
  return code === 'Receiver' || code === 'MustUnderstand' || code === 'VersionMismatch' ? 500 : 400;
}

const DECLARED = declared(Object.keys(NAMESPACES) as (keyof typeof NAMESPACES)[]);

const envelope = (status: number, body: string): Answer => ({
  status,
  type: 'application/soap+xml; charset=utf-8',
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope ${DECLARED}><SOAP-ENV:Body>${body}</SOAP-ENV:Body></SOAP-ENV:Envelope>\n`,
});

const keyOf = ({ namespace, name }: { readonly namespace: string; readonly name: string }) => `${namespace} ${name}`;
