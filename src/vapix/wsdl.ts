import type { Route } from '../http/index.ts';
import { originOf } from './entry-service.ts';
import { declared } from './namespaces.ts';
import type { Description } from './wsdl-services.ts';

/** The descriptions of the services (WSDL 1.1), where devices have them. */
export const wsdlRoutes = (descriptions: readonly Description[], endpoint: string): Route[] =>
  descriptions.map(description => ({
    path: `/wsdl/vapix/${description.name}.wsdl`,
    methods: ['GET'],
    access: 'viewer',
    handle: exchange => ({ type: 'text/xml', body: wsdl(description, `${originOf(exchange)}${endpoint}`) }),
  }));

const wsdl = (
  { name, namespace, prefix, elements, types, operations }: Description,
  address: string,
) => `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions name="${name}" targetNamespace="${namespace}" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap12/" ${declared([prefix, 'xsd'])}>
<wsdl:types><xsd:schema targetNamespace="${namespace}" elementFormDefault="qualified">
${Object.entries(elements)
  .map(([element, type]) => `<xsd:element name="${element}">${type}</xsd:element>\n`)
  .join('')}${types}</xsd:schema></wsdl:types>
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
