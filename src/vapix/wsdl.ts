import type { Route } from '../http/index.ts';
import { originOf } from './entry-service.ts';
import { declared, NAMESPACES } from './namespaces.ts';

/** A service as its WSDL describes it: one request and one answer for each operation, both in XML Schema. */
interface Description {
  readonly name: string;
  readonly namespace: string;
  readonly prefix: 'aev' | 'aentry';
  /** The elements by name. */
  readonly elements: Readonly<Record<string, string>>;
  readonly operations: readonly string[];
}

const EMPTY = '<xsd:complexType><xsd:sequence/></xsd:complexType>';
const ANY =
  '<xsd:complexType><xsd:sequence><xsd:any namespace="##any" processContents="lax" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence></xsd:complexType>';
const sequence = (fields: string) => `<xsd:complexType><xsd:sequence>${fields}</xsd:sequence></xsd:complexType>`;
const field = (name: string, type: string, more = '') => `<xsd:element name="${name}" type="${type}"${more}/>`;

const DESCRIPTIONS: readonly Description[] = [
  {
    name: 'EventService',
    namespace: NAMESPACES.aev,
    prefix: 'aev',
    operations: ['GetEventInstances'],
    elements: { GetEventInstances: EMPTY, GetEventInstancesResponse: ANY },
  },
  {
    name: 'EntryService',
    namespace: NAMESPACES.aentry,
    prefix: 'aentry',
    operations: ['GetServices', 'GetServiceCapabilities'],
    elements: {
      GetServices: sequence(field('IncludeCapability', 'xsd:boolean', ' minOccurs="0"')),
      GetServicesResponse: sequence(
        `<xsd:element name="Service" maxOccurs="unbounded">${sequence(
          [
            field('Namespace', 'xsd:anyURI'),
            field('XAddr', 'xsd:anyURI'),
            `<xsd:element name="Version">${sequence(field('Major', 'xsd:int') + field('Minor', 'xsd:int'))}</xsd:element>`,
          ].join(''),
        )}</xsd:element>`,
      ),
      GetServiceCapabilities: EMPTY,
      GetServiceCapabilitiesResponse: sequence(`<xsd:element name="Capabilities">${EMPTY}</xsd:element>`),
    },
  },
];

/** The descriptions of the services (WSDL 1.1), where devices have them. */
export const wsdlRoutes = (endpoint: string): Route[] =>
  DESCRIPTIONS.map(description => ({
    path: `/wsdl/vapix/${description.name}.wsdl`,
    methods: ['GET'],
    access: 'viewer',
    handle: exchange => ({ type: 'text/xml', body: wsdl(description, `${originOf(exchange)}${endpoint}`) }),
  }));

const wsdl = (
  { name, namespace, prefix, elements, operations }: Description,
  address: string,
) => `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions name="${name}" targetNamespace="${namespace}" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap12/" ${declared([prefix, 'xsd'])}>
<wsdl:types><xsd:schema targetNamespace="${namespace}" elementFormDefault="qualified">
${Object.entries(elements)
  .map(([element, type]) => `<xsd:element name="${element}">${type}</xsd:element>\n`)
  .join('')}</xsd:schema></wsdl:types>
${operations.map(operation => messagesXml(operation, prefix)).join('')}<wsdl:portType name="${name}">
${operations.map(operation => portXml(operation, prefix)).join('')}</wsdl:portType>
<wsdl:binding name="${name}Binding" type="${prefix}:${name}"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
${operations.map(operation => bindingXml(operation, namespace)).join('')}</wsdl:binding>
<wsdl:service name="${name}"><wsdl:port name="${name}" binding="${prefix}:${name}Binding"><soap:address location="${address}"/></wsdl:port></wsdl:service>
</wsdl:definitions>
`;

const messagesXml = (name: string, prefix: string) =>
  [name, `${name}Response`]
    .map(
      part =>
        `<wsdl:message name="${part}"><wsdl:part name="parameters" element="${prefix}:${part}"/></wsdl:message>\n`,
    )
    .join('');

const portXml = (name: string, prefix: string) =>
  `<wsdl:operation name="${name}"><wsdl:input message="${prefix}:${name}"/><wsdl:output message="${prefix}:${name}Response"/></wsdl:operation>\n`;

const bindingXml = (name: string, namespace: string) =>
  `<wsdl:operation name="${name}"><soap:operation soapAction="${namespace}/${name}"/><wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation>\n`;
