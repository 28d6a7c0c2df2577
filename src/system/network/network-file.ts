import { DEFAULT_NETWORK, type Ipv4Settings, type NetworkSettings } from './settings.ts';

/** What a network file says beside the settings. */
interface FileOptions {
  /** No DHCP server answers, and the fixed address is wanted then. */
  readonly fallback: boolean;
  /** Time servers that the network tells of are to be left alone. */
  readonly ownTimeServers: boolean;
}

/** The settings as systemd.network(5) has them; undefined where the image's own file says the same. */
export function networkFile(settings: NetworkSettings, options: FileOptions): string | undefined {
  if (!options.fallback && !options.ownTimeServers && isImagesOwn(settings)) return undefined;
  const { ipv4, ipv6, dns, hostName } = settings;
  const isStatic = ipv4.mode === 'static';
  const servers = serverLines(settings, options);
  return lines(
    '[Match]',
    'Type=ether',
    '',
    '[Network]',
    `DHCP=${dhcpOf(isStatic, ipv6.enabled)}`,
    // The link-local address stays, so that a wrong address does not lock anybody out.
    `LinkLocalAddressing=${ipv6.enabled ? 'yes' : 'ipv4'}`,
    `IPv6AcceptRA=${yesOrNo(ipv6.enabled)}`,
    'MulticastDNS=yes',
    ...(isStatic && ipv4.router !== '' ? [`Gateway=${ipv4.router}`] : []),
    ...dns.servers.map(each => `DNS=${each}`),
    ...(dns.domains.length === 0 ? [] : [`Domains=${dns.domains.join(' ')}`]),
    ...(isStatic || options.fallback ? addressLines(ipv4) : []),
    '',
    '[DHCPv4]',
    `UseHostname=${yesOrNo(hostName.automatic)}`,
    ...servers,
    '',
    '[DHCPv6]',
    ...servers,
    '',
    '[IPv6AcceptRA]',
    `UseDNS=${yesOrNo(dns.automatic)}`,
    '',
  );
}

/** networkd takes no address that another device has (RFC 5227). */
const addressLines = ({ address, prefix }: Ipv4Settings) => [
  '',
  '[Address]',
  `Address=${address}/${prefix}`,
  'DuplicateAddressDetection=ipv4',
];

const serverLines = ({ dns }: NetworkSettings, { ownTimeServers }: FileOptions) => [
  `UseDNS=${yesOrNo(dns.automatic)}`,
  `UseDomains=${yesOrNo(dns.automatic)}`,
  `UseNTP=${yesOrNo(!ownTimeServers)}`,
];

const yesOrNo = (value: boolean) => (value ? 'yes' : 'no');

/** Nothing that networkd has to know of differs from the factory default. */
function isImagesOwn({ ipv4, ipv6, dns, hostName }: NetworkSettings): boolean {
  const { ipv6: six, dns: servers, hostName: name } = DEFAULT_NETWORK;
  return (
    ipv4.mode === 'dhcp' &&
    ipv6.enabled === six.enabled &&
    dns.automatic === servers.automatic &&
    dns.servers.length + dns.domains.length === 0 &&
    hostName.automatic === name.automatic
  );
}

function dhcpOf(isStatic: boolean, hasIpv6: boolean): string {
  if (isStatic) return hasIpv6 ? 'ipv6' : 'no';
  return hasIpv6 ? 'yes' : 'ipv4';
}

const lines = (...all: readonly string[]) => all.join('\n');
