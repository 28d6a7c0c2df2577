import { type Discovery, scopesOf } from '../discovery/index.ts';
import type { Clock } from '../core/clock.ts';
import { originOf } from './entry-service.ts';
import { NAMESPACES } from './namespaces.ts';
import { type SoapOperation } from './soap.ts';
import { escapeXml } from './xml.ts';

interface OnvifDeviceDeps {
  readonly discovery: Pick<Discovery, 'upnp'>;
  readonly device: { hostName(): string; readonly version: string; readonly board: { readonly name: string } };
  readonly clock: Pick<Clock, 'now'>;
}

/** Where the service is; probes are answered with it. */
export const DEVICE_SERVICE = '/onvif/device_service';
const EVENT_SERVICE = '/onvif/event_service';

/** What of ONVIF's device service finders need: who it is, and where its events are (Core specification, 8). */
export const onvifDevice = ({ discovery, device, clock }: OnvifDeviceDeps): readonly SoapOperation[] => [
  operation('GetSystemDateAndTime', 'anonymous', () => timeXml(clock.now())),
  operation('GetDeviceInformation', 'viewer', () => {
    const { model, serialNumber } = discovery.upnp().identity;
    return [
      ['Manufacturer', 'Stentor'],
      ['Model', model],
      ['FirmwareVersion', device.version],
      ['SerialNumber', serialNumber],
      ['HardwareId', device.board.name],
    ]
      .map(([name, value = '']) => `<tds:${name}>${escapeXml(value)}</tds:${name}>`)
      .join('');
  }),
  operation('GetServices', 'anonymous', (_request, exchange) =>
    SERVICES.map(([namespace, path, major, minor]) => {
      const version = `<tds:Version><tt:Major>${major}</tt:Major><tt:Minor>${minor}</tt:Minor></tds:Version>`;
      const place = `<tds:XAddr>${escapeXml(originOf(exchange))}${path}</tds:XAddr>`;
      return `<tds:Service><tds:Namespace>${namespace}</tds:Namespace>${place}${version}</tds:Service>`;
    }).join(''),
  ),
  operation('GetCapabilities', 'anonymous', (_request, exchange) => {
    const origin = escapeXml(originOf(exchange));
    const events = `<tt:XAddr>${origin}${EVENT_SERVICE}</tt:XAddr>${EVENT_FACTS}`;
    const device = `<tt:Device><tt:XAddr>${origin}${DEVICE_SERVICE}</tt:XAddr></tt:Device>`;
    return `<tds:Capabilities>${device}<tt:Events>${events}</tt:Events></tds:Capabilities>`;
  }),
  operation('GetScopes', 'viewer', () =>
    scopesOf(discovery.upnp().identity)
      .map(scope => `<tt:ScopeDef>Fixed</tt:ScopeDef><tt:ScopeItem>${escapeXml(scope)}</tt:ScopeItem>`)
      .map(scope => `<tds:Scopes>${scope}</tds:Scopes>`)
      .join(''),
  ),
  operation(
    'GetHostname',
    'viewer',
    () =>
      `<tds:HostnameInformation><tt:FromDHCP>false</tt:FromDHCP><tt:Name>${escapeXml(device.hostName())}</tt:Name></tds:HostnameInformation>`,
  ),
];

const operation = (
  name: string,
  access: SoapOperation['access'],
  inner: (...told: Parameters<SoapOperation['run']>) => string,
): SoapOperation => ({
  namespace: NAMESPACES.tds,
  name,
  access,
  run: (request, exchange) => `<tds:${name}Response>${inner(request, exchange)}</tds:${name}Response>`,
});

const SERVICES = [
  [NAMESPACES.tds, DEVICE_SERVICE, 2, 60],
  [NAMESPACES.tev, EVENT_SERVICE, 2, 60],
] as const;

const EVENT_FACTS = [
  ['WSSubscriptionPolicySupport', false],
  ['WSPullPointSupport', true],
  ['WSPausableSubscriptionManagerInterfaceSupport', false],
]
  .map(([name, value]) => `<tt:${String(name)}>${String(value)}</tt:${String(name)}>`)
  .join('');

function timeXml(now: Date): string {
  const part = (name: string, value: number) => `<tt:${name}>${value}</tt:${name}>`;
  const clock = [
    part('Hour', now.getUTCHours()),
    part('Minute', now.getUTCMinutes()),
    part('Second', now.getUTCSeconds()),
  ];
  const day = [part('Year', now.getUTCFullYear()), part('Month', now.getUTCMonth() + 1), part('Day', now.getUTCDate())];
  return [
    '<tds:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings>',
    `<tt:UTCDateTime><tt:Time>${clock.join('')}</tt:Time><tt:Date>${day.join('')}</tt:Date></tt:UTCDateTime>`,
    '</tds:SystemDateAndTime>',
  ].join('');
}
