/** The XML namespaces of VAPIX and ONVIF messages by the prefix that our answers use. */
export const NAMESPACES = {
  'SOAP-ENV': 'http://www.w3.org/2003/05/soap-envelope',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
  xsd: 'http://www.w3.org/2001/XMLSchema',
  wsa5: 'http://www.w3.org/2005/08/addressing',
  wsse: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd',
  wsnt: 'http://docs.oasis-open.org/wsn/b-2',
  wstop: 'http://docs.oasis-open.org/wsn/t-1',
  wsrfr: 'http://docs.oasis-open.org/wsrf/r-2',
  tt: 'http://www.onvif.org/ver10/schema',
  tds: 'http://www.onvif.org/ver10/device/wsdl',
  tev: 'http://www.onvif.org/ver10/events/wsdl',
  ter: 'http://www.onvif.org/ver10/error',
  aa: 'http://www.axis.com/vapix/ws/action1',
  aentry: 'http://www.axis.com/vapix/ws/entry',
  aev: 'http://www.axis.com/vapix/ws/event1',
  tns1: 'http://www.onvif.org/ver10/topics',
  tnsaxis: 'http://www.axis.com/2009/event/topics',
} as const;

/** `xmlns:…` of these prefixes, to stand in a start tag. */
export const declared = (prefixes: readonly (keyof typeof NAMESPACES)[]) =>
  prefixes.map(prefix => `xmlns:${prefix}="${NAMESPACES[prefix]}"`).join(' ');
