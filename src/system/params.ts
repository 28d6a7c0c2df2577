import { boolean, string } from '../core/schema.ts';
import { defineParam, type ParamDef, type ParamStore } from '../settings/index.ts';
import { type DeviceInfo, MODEL } from './device-info.ts';
import { LOCATION_PARAMS } from './location-params.ts';
import { NETWORK_PARAMS } from './network/params.ts';
import { TIME_PARAMS } from './time/params.ts';
import { PANEL_PARAMS } from './panel-params.ts';

const rights = { read: 'viewer', write: 'never' } as const;
const fact = (path: string, title: string, value: string) =>
  defineParam({ path, title, schema: string(), value, ...rights });
const flag = (path: string, title: string, value: boolean) =>
  defineParam({ path, title, schema: boolean(), value, ...rights });

const BRAND: readonly ParamDef[] = [
  fact('Brand.Brand', 'Brand', 'Stentor'),
  fact('Brand.ProdFullName', 'Prod full name', 'Stentor Network Mini Speaker'),
  fact('Brand.ProdNbr', 'Prod nbr', 'S1'),
  fact('Brand.ProdShortName', 'Prod short name', MODEL),
  fact('Brand.ProdType', 'Prod type', 'Network Speaker'),
  fact('Brand.ProdVariant', 'Prod variant', ''),
  fact('Brand.WebURL', 'Web URL', ''),
];

/** What programs look at to learn what this speaker can do. Only what is built says yes. */
const PROPERTIES: readonly ParamDef[] = [
  fact('Properties.API.HTTP.AdminPath', 'Admin path', '/'),
  fact('Properties.API.HTTP.Version', 'Version', '3'),
  flag('Properties.API.Metadata.Metadata', 'Metadata', true),
  fact('Properties.API.Metadata.Version', 'Version', '1.0'),
  flag('Properties.API.RTSP.RTSPAuth', 'RTSP authentication', true),
  fact('Properties.API.RTSP.Version', 'Version', '2.01'),
  flag('Properties.API.SIP.SIP', 'SIP', true),
  fact('Properties.API.SIP.Version', 'Version', '2.2'),
  flag('Properties.API.SpeakerTest.AutomaticTest', 'Automatic test', true),
  fact('Properties.API.SpeakerTest.Version', 'Version', '1.0'),
  flag('Properties.API.WebService.EntryService', 'Entry service', true),
  flag('Properties.ApiDiscovery.ApiDiscovery', 'API discovery', true),
  flag('Properties.Audio.Audio', 'Audio', true),
  fact('Properties.Audio.Decoder.Format', 'Decoder formats', 'g711,axis-mulaw-128,g726,opus'),
  fact('Properties.Audio.DuplexMode', 'Duplex modes', 'full'),
  fact('Properties.Audio.Format', 'Formats', 'g711,g726,aac,opus,lpcm'),
  fact('Properties.Audio.InputType', 'Input type', 'internal'),
  flag('Properties.Audio.Source.A0.Input', 'Input', true),
  flag('Properties.Audio.Source.A0.Output', 'Output', true),
  fact('Properties.AudioClip.Format', 'Formats', 'au,wav,mp3,opus,vorbis'),
  fact('Properties.AudioClip.PlayOptions', 'Play options', 'repeat,volume,location,audiodeviceid,audiooutputid'),
  flag('Properties.AudioClip.StopClip', 'Stop clip', true),
  flag('Properties.VirtualInput.VirtualInput', 'Virtual input', true),
  flag('BasicDeviceInfo.BasicDeviceInfo', 'Basic device info', true),
  flag('System.WebInterfaceDisabled', 'Web interface disabled', false),
];

type Provided = readonly [ParamDef<string>, (info: DeviceInfo) => string];
const provided = (path: string, title: string, value: (info: DeviceInfo) => string): Provided => [
  fact(path, title, ''),
  value,
];
/** What administrators may set; the network keeps it. */
const settable = (path: string, title: string, value: (info: DeviceInfo) => string): Provided => [
  defineParam({ path, title, schema: string({ maxLength: 1024 }), value: '', read: 'viewer', write: 'admin' }),
  value,
];

const address = (info: DeviceInfo) => info.network()?.address ?? '';
const netmask = (info: DeviceInfo) => info.network()?.netmask ?? '';
const broadcast = (info: DeviceInfo) => info.network()?.broadcast ?? '';
const router = (info: DeviceInfo) => info.defaultRouter();
const hostName = (info: DeviceInfo) => info.hostName();
const ipv6 = (info: DeviceInfo) => info.addresses().filter(each => each.includes(':'));
const two = (part: number) => String(part).padStart(2, '0');

/** What only the running device knows. The first network interface is `eth0` to clients, whatever Linux calls it. */
const PROVIDED: readonly Provided[] = [
  settable('Network.Broadcast', 'Broadcast', broadcast),
  settable('Network.DefaultRouter', 'Default router', router),
  settable('Network.HostName', 'Host name', hostName),
  settable('Network.IPAddress', 'IP address', address),
  settable('Network.SubnetMask', 'Subnet mask', netmask),
  provided('Network.VolatileHostName.HostName', 'Host name', hostName),
  provided('Network.eth0.Broadcast', 'Broadcast', broadcast),
  provided('Network.eth0.DefaultRouter', 'Default router', router),
  provided('Network.eth0.IPAddress', 'IP address', address),
  provided('Network.eth0.MACAddress', 'MAC address', info => info.macAddress),
  provided('Network.eth0.SubnetMask', 'Subnet mask', netmask),
  provided('Network.eth0.IPv6.IPAddresses', 'IP addresses', info => ipv6(info).join(' ')),
  provided('Properties.Firmware.BuildDate', 'Build date', ({ build }) => build.date),
  provided('Properties.Firmware.BuildNumber', 'Build number', ({ build }) => build.number),
  provided('Properties.Firmware.Version', 'Version', ({ version }) => version),
  provided('Properties.System.Architecture', 'Architecture', ({ board }) => board.architecture),
  provided('Properties.System.HardwareID', 'Hardware ID', ({ board }) => board.name),
  provided('Properties.System.SerialNumber', 'Serial number', ({ board }) => board.serialNumber),
  provided('Properties.System.Soc', 'Soc', ({ board }) => board.soc),
  settable('Time.POSIXTimeZone', 'POSIX time zone', info => info.posixTimeZone()),
  provided('Time.ServerDate', 'Server date', info => dateOf(info.now())),
  provided('Time.ServerTime', 'Server time', info => timeOf(info.now())),
];

const dateOf = (now: Date) => [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
const timeOf = (now: Date) => [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(':');

export const SYSTEM_PARAMS: readonly ParamDef[] = [
  ...BRAND,
  ...PROPERTIES,
  ...PANEL_PARAMS,
  ...LOCATION_PARAMS,
  ...PROVIDED.map(([def]) => def),
  ...NETWORK_PARAMS,
  ...TIME_PARAMS,
];

/** Gives the read-only parameters of the device their values. */
export function provideSystemParams(params: Pick<ParamStore, 'provide'>, info: DeviceInfo): void {
  for (const [def, value] of PROVIDED) params.provide(def, () => value(info));
}
