import { boolean, integer, list, object, optional, string } from '../core/schema.ts';
import { notFound } from '../core/fault.ts';
import { bonjourEnabled, bonjourName, DESCRIPTION, type Discovery, udnOf } from '../discovery/index.ts';
import type { Exchange, Route } from '../http/index.ts';
import type { ParamStore } from '../settings/index.ts';
import { type JsonApi, jsonCgi, jsonMethod, NO_PARAMS } from './json-api.ts';
import { onvifDevice, DEVICE_SERVICE } from './onvif-device.ts';
import { soapEndpoint } from './soap.ts';
import { escapeXml } from './xml.ts';

type OnvifDeps = Parameters<typeof onvifDevice>[0];

interface DiscoveryDeps extends OnvifDeps {
  readonly discovery: Pick<Discovery, 'finder' | 'knownAs' | 'upnp'>;
  readonly params: ParamStore;
}

/** What finders fetch once they found the speaker, and the settings of mDNS. */
export const discoveryRoutes = (deps: DiscoveryDeps): Route[] => [
  description(deps),
  jsonCgi(mdnssd(deps)),
  soapEndpoint(DEVICE_SERVICE, onvifDevice(deps)),
];

/** The device as UPnP describes it (UPnP Device Architecture 1.0, 2.1). */
const description = ({ discovery }: DiscoveryDeps): Route => ({
  path: DESCRIPTION,
  methods: ['GET'],
  access: 'anonymous',
  beforeSetup: true,
  handle: exchange => {
    const { enabled, ...device } = discovery.upnp();
    if (!enabled) throw notFound('UPnP is switched off');
    return { type: 'text/xml', body: descriptionXml(device, exchange) };
  },
});

function descriptionXml(
  { name, identity }: Omit<ReturnType<Discovery['upnp']>, 'enabled'>,
  { secure, host }: Exchange,
): string {
  const { model, serialNumber, version } = identity;
  const base = `${secure ? 'https' : 'http'}://${withPort(host, secure)}/`;
  const facts = [
    ['deviceType', 'urn:schemas-upnp-org:device:Basic:1'],
    ['friendlyName', name],
    ['manufacturer', 'Stentor'],
    ['modelDescription', `${model} Network Mini Speaker`],
    ['modelName', model],
    ['modelNumber', version],
    ['serialNumber', serialNumber],
    ['UDN', udnOf(identity)],
    ['presentationURL', base],
  ].map(([tag = '', text = '']) => `<${tag}>${escapeXml(text)}</${tag}>`);
  return [
    '<?xml version="1.0"?>\n<root xmlns="urn:schemas-upnp-org:device-1-0">',
    '<specVersion><major>1</major><minor>0</minor></specVersion>',
    `<URLBase>${escapeXml(base)}</URLBase><device>${facts.join('')}</device></root>\n`,
  ].join('');
}

/** Clients read the port at the end of the address. */
const withPort = (host: string, secure: boolean) => (/:\d+$/.test(host) ? host : `${host}:${secure ? 443 : 80}`);

const SERVICE = string({ maxLength: 64, pattern: '^_[A-Za-z0-9-]{1,15}\\._(tcp|udp)$' });
const USUAL_S = 2;
const LONGEST_S = 10;

/** `mdnssd.cgi`: the settings of mDNS, and what others announce. */
const mdnssd = ({ params, discovery }: DiscoveryDeps): JsonApi => ({
  path: '/axis-cgi/mdnssd.cgi',
  version: '1.1',
  errors: 'settings',
  methods: {
    getMdnssdInfo: jsonMethod({
      access: 'admin',
      params: NO_PARAMS,
      run: () => ({ enabled: params.get(bonjourEnabled), friendlyName: discovery.knownAs() }),
    }),
    setMdnssdConfiguration: jsonMethod({
      access: 'admin',
      params: object({ enabled: boolean(), friendlyName: string({ maxLength: 63 }) }),
      run: async ({ enabled, friendlyName }) => {
        await params.update({ [bonjourEnabled.path]: enabled, [bonjourName.path]: friendlyName });
        return {};
      },
    }),
    discover: jsonMethod({
      access: 'admin',
      params: object({
        services: list(SERVICE, { maxItems: 10 }),
        timeout: optional(integer({ minimum: 1, maximum: LONGEST_S })),
      }),
      run: async ({ services, timeout = USUAL_S }) => ({
        devices: devicesOf(await discovery.finder.services(services, timeout * 1000)),
      }),
    }),
  },
});

type Found = Awaited<ReturnType<Discovery['finder']['services']>>;

/** Services by the device that has them. */
function devicesOf(found: Found) {
  const keys = [...new Set(found.map(({ instance, host }) => `${instance}\n${host}`))];
  return keys.map(key => {
    const own = found.filter(({ instance, host }) => `${instance}\n${host}` === key);
    const addresses = [...new Set(own.flatMap(each => each.addresses))];
    return {
      friendlyName: own[0]?.instance ?? '',
      hostname: own[0]?.host ?? '',
      ipv4Addresses: addresses.filter(address => !address.includes(':')),
      ipv6Addresses: addresses.filter(address => address.includes(':')),
      services: own.map(({ type, port, txt }) => ({
        name: type,
        port,
        txt: Object.entries(txt)
          .map(([name, value]) => `${name}:${value}`)
          .join(','),
      })),
    };
  });
}
