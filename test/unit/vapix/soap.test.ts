import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Fault } from '../../../src/core/fault.ts';
import { childNamed, parseXml, textIn } from '../../../src/vapix/soap-xml.ts';
import type { Exchange } from '../../../src/http/index.ts';
import { NAMESPACES } from '../../../src/vapix/namespaces.ts';
import { wsdlRoutes } from '../../../src/vapix/wsdl.ts';
import { describedServices } from '../../../src/vapix/wsdl-services.ts';
import { envelope, fakeVapixEvents } from '../../support/vapix-events.ts';

const SERVICES = '/vapix/services';
const INSTANCES = '<GetEventInstances xmlns="http://www.axis.com/vapix/ws/event1"/>';

describe('XML of clients', () => {
  it('is read with its namespaces', () => {
    const root = parseXml('<a:b xmlns:a="urn:a"><c xmlns="urn:c" x="1"> 1 &lt; 2 <![CDATA[&]]></c></a:b>');
    const child = childNamed(root, 'c');
    assert.deepEqual([root.namespace, root.name], ['urn:a', 'b']);
    assert.deepEqual([child?.namespace, child?.attributes.get('x'), textIn(root, 'c')], ['urn:c', '1', '1 < 2 &']);
  });

  it('may lack the blank between two attributes, as that of CamStreamerLib does', () => {
    const root = parseXml('<b xmlns:x="urn:x"xmlns:y="urn:y"><y:c/></b>');
    assert.equal(childNamed(root, 'c')?.namespace, 'urn:y');
  });

  const refused = (text: string, why: RegExp) =>
    assert.throws(
      () => parseXml(text),
      (error: unknown) => error instanceof Fault && error.kind === 'invalid' && why.test(error.message),
    );

  it('has no document type, so no entity bombs', () => {
    refused('<!DOCTYPE b [<!ENTITY a "aaaa"><!ENTITY c "&a;&a;">]><b>&c;</b>', /document type/);
    refused('<!doctype b SYSTEM "file:///etc/passwd"><b/>', /document type/);
    assert.equal(parseXml('<b>&unknown;</b>').text, '&unknown;');
  });

  it('is bounded in depth and number', () => {
    refused('<a>'.repeat(33) + '</a>'.repeat(33), /nested deeper/);
    refused(`<a>${'<b/>'.repeat(5000)}</a>`, /more than 5000/);
    refused('<a>'.repeat(100_000), /nested deeper/);
  });

  it('must be whole', () => {
    refused('', /must be an XML document/);
    refused('{"a":1}', /must be an XML document/);
    refused('<a><b></a>', /b is not closed/);
    refused('<a><b>', /not closed/);
    refused('<a/><a/>', /more than one/);
    refused('<x:a/>', /prefix x/);
  });
});

describe('the SOAP endpoint', () => {
  it('finds the operation by the namespace and name in the body, whatever the prefixes', async () => {
    const { soap } = fakeVapixEvents();
    for (const body of [
      INSTANCES,
      '<aev:GetEventInstances/>',
      '<q:GetEventInstances xmlns:q="http://www.axis.com/vapix/ws/event1"/>',
    ]) {
      const { status, type, text } = await soap(SERVICES, body);
      assert.equal(status, 200);
      assert.equal(type, 'application/soap+xml; charset=utf-8');
      assert.match(text, /<aev:GetEventInstancesResponse><wstop:TopicSet>/);
    }
  });

  it('asks for the login', async () => {
    const { ask } = fakeVapixEvents();
    assert.equal((await ask(`POST ${SERVICES}`, { body: envelope(INSTANCES) })).challenged, true);
  });

  const fault = async (body: string) => {
    const { ask } = fakeVapixEvents();
    const { status, text } = await ask(`POST ${SERVICES}`, { role: 'viewer', body });
    const root = parseXml(text);
    const found = childNamed(childNamed(root, 'Body') ?? root, 'Fault') ?? assert.fail(text);
    const code = childNamed(found, 'Code') ?? assert.fail(text);
    return [status, textIn(code, 'Value'), textIn(childNamed(found, 'Reason') ?? code, 'Text')];
  };

  it('says in a fault what is wrong', async () => {
    assert.deepEqual(await fault('<!DOCTYPE x><x/>'), [400, 'SOAP-ENV:Sender', 'a document type is not allowed']);
    assert.deepEqual(await fault('<x/>'), [400, 'SOAP-ENV:Sender', 'the document must be a SOAP envelope']);
    assert.deepEqual(await fault(envelope('')), [400, 'SOAP-ENV:Sender', 'the envelope has no Body with a request']);
    assert.deepEqual(await fault(envelope('<a xmlns="urn:&lt;">x</a>')), [
      400,
      'SOAP-ENV:Sender',
      'there is no operation a in the namespace urn:<',
    ]);
    assert.deepEqual(await fault(envelope(INSTANCES).replace('2003/05/soap-envelope', '2001/12/soap-envelope')), [
      500,
      'SOAP-ENV:VersionMismatch',
      'the envelope must be of SOAP 1.2',
    ]);
    const header = '<h:Pay xmlns:h="urn:h" s:mustUnderstand="1"/>';
    assert.deepEqual(await fault(envelope(INSTANCES, header)), [
      500,
      'SOAP-ENV:MustUnderstand',
      'the header Pay of urn:h is not understood',
    ]);
  });

  it('lets pass the headers of ONVIF clients', async () => {
    const { ask } = fakeVapixEvents();
    const header =
      '<w:Security xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" s:mustUnderstand="1"/>';
    assert.equal((await ask(`POST ${SERVICES}`, { role: 'viewer', body: envelope(INSTANCES, header) })).status, 200);
  });

  it('survives 10,000 broken messages, each answered', async () => {
    const { soap, ask } = fakeVapixEvents();
    const whole = envelope(
      '<tev:CreatePullPointSubscription><tev:Filter><b:TopicExpression Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">tns1:Device//.</b:TopicExpression></tev:Filter><tev:InitialTerminationTime>PT1M</tev:InitialTerminationTime></tev:CreatePullPointSubscription>',
    ).replaceAll('tns1:', 'tns1:');
    let seed = 1;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const statuses = new Set<number>();
    for (let i = 0; i < 10_000; i++) {
      const at = random(whole.length);
      const junk = ['', '<', '&', '"', '\0', ']]>', '<!--', '<![CDATA[', 'é'][random(9)] ?? '';
      const body = whole.slice(0, at) + junk + whole.slice(at + random(20));
      statuses.add((await ask(`POST ${SERVICES}`, { role: 'viewer', body })).status);
    }
    assert.deepEqual(
      [...statuses].sort().filter(status => ![200, 400, 401, 500].includes(status)),
      [],
    );
    assert.equal((await soap(SERVICES, INSTANCES)).status, 200);
  });
});

describe('the entry service and the WSDLs', () => {
  it('tell where the services are', async () => {
    const { soap, ask } = fakeVapixEvents();
    const { text } = await soap(SERVICES, '<e:GetServices xmlns:e="http://www.axis.com/vapix/ws/entry"/>');
    assert.match(
      text,
      /<aentry:Namespace>http:\/\/www.axis.com\/vapix\/ws\/event1<\/aentry:Namespace><aentry:XAddr>https:\/\/10.0.0.2:8443\/vapix\/services</,
    );
    for (const name of ['EventService', 'EntryService']) {
      const wsdl = await ask(`GET /wsdl/vapix/${name}.wsdl`, { role: 'viewer' });
      assert.equal(wsdl.status, 200);
      assert.equal(parseXml(wsdl.text).name, 'definitions');
      assert.match(wsdl.text, /location="https:\/\/10.0.0.2:8443\/vapix\/services"/);
    }
  });

  it('describe each operation, and declare each element and type that they name', async () => {
    const { ask } = fakeVapixEvents();
    const namespaces = [NAMESPACES.aev, NAMESPACES.aentry, NAMESPACES.aa];
    const operations: readonly [string, string][] = [
      ['EventService', 'ChangeVirtualInputState'],
      ['EventService', 'AddScheduledEvent'],
      ['ActionService', 'RemoveRecipientConfiguration'],
    ];
    const described = describedServices({ namespaces, scheduling: true });
    for (const [service, operation] of operations) {
      assert.ok(described.find(({ name }) => name === service)?.operations.includes(operation), operation);
    }
    assert.equal(described.find(({ name }) => name === 'ActionService')?.operations.length, 11);
    assert.equal((await ask('GET /wsdl/vapix/ActionService.wsdl', { role: 'viewer' })).status, 404);
    for (const route of wsdlRoutes(described, SERVICES)) {
      const text = (await route.handle({ secure: false, host: 'h' } as Exchange))?.body as string;
      assert.equal(parseXml(text).name, 'definitions');
      const named = (expression: RegExp) => [...text.matchAll(expression)].map(([, name]) => name);
      const declared = new Set([
        ...named(/<xsd:element name="(\w+)"/g),
        ...named(/<xsd:complexType name="(\w+)"/g),
        ...named(/<wsdl:message name="(\w+)"/g),
        ...named(/<wsdl:portType name="(\w+)"/g),
        ...named(/<wsdl:binding name="(\w+)"/g),
      ]);
      const used = named(/(?:type|element|message|binding)="(?:aev|aa|aentry):(\w+)"/g);
      assert.ok(used.length > 5);
      for (const name of used) assert.ok(declared.has(name), name);
    }
  });
});
