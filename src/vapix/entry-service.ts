import type { Exchange } from '../http/index.ts';
import { NAMESPACES } from './namespaces.ts';
import type { SoapOperation } from './soap.ts';

/** A service that the endpoint has. */
export interface ServiceEntry {
  readonly namespace: string;
  readonly major: number;
  readonly minor: number;
}

/** The entry service of VAPIX: which services there are. */
export const entryService = (services: readonly ServiceEntry[], path: string): readonly SoapOperation[] => [
  {
    namespace: NAMESPACES.aentry,
    name: 'GetServices',
    access: 'viewer',
    run: (_request, exchange) => {
      const address = `${originOf(exchange)}${path}`;
      return `<aentry:GetServicesResponse>${services.map(service => entryXml(service, address)).join('')}</aentry:GetServicesResponse>`;
    },
  },
  {
    namespace: NAMESPACES.aentry,
    name: 'GetServiceCapabilities',
    access: 'viewer',
    run: () => `<aentry:GetServiceCapabilitiesResponse><aentry:Capabilities/></aentry:GetServiceCapabilitiesResponse>`,
  },
];

/** Where the caller reached us. */
export const originOf = ({ secure, host }: Pick<Exchange, 'secure' | 'host'>) =>
  `${secure ? 'https' : 'http'}://${host}`;

const entryXml = ({ namespace, major, minor }: ServiceEntry, address: string) =>
  [
    `<aentry:Service><aentry:Namespace>${namespace}</aentry:Namespace><aentry:XAddr>${address}</aentry:XAddr>`,
    `<aentry:Version><aentry:Major>${major}</aentry:Major><aentry:Minor>${minor}</aentry:Minor></aentry:Version></aentry:Service>`,
  ].join('');
