import { isIP, isIPv4 } from 'node:net';
import { invalid } from '../../core/fault.ts';
import { broadcastOf, isIn, networkOf } from './ipv4.ts';
import type { Ipv4Settings, NetworkSettings, ProxySettings, WebSettings } from './settings.ts';

/** A label of a domain name: RFC 1123, 2.1. */
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

/** @throws Fault `invalid` with the field, as `section.name` */
export function checkNetwork(settings: NetworkSettings): void {
  const { ipv4, hostName, dns, web, proxies } = settings;
  checkIpv4(ipv4);
  if (hostName.name !== '' && !LABEL.test(hostName.name)) {
    throw invalid(`${hostName.name} is no host name: letters, digits and dashes, at most 63`, 'hostName.name');
  }
  const wrong = dns.servers.find(each => isIP(each) === 0);
  if (wrong !== undefined) throw invalid(`${wrong} is no IP address`, 'dns.servers');
  const strange = dns.domains.find(each => !DOMAIN.test(each));
  if (strange !== undefined) throw invalid(`${strange} is no domain`, 'dns.domains');
  checkWeb(web);
  checkProxies(proxies);
}

function checkIpv4(ipv4: Ipv4Settings): void {
  const { mode, address, router, fallback } = ipv4;
  if (!isIPv4(address)) throw invalid(`${address} is no IPv4 address`, 'ipv4.address');
  if (router !== '' && !isIPv4(router)) throw invalid(`${router} is no IPv4 address`, 'ipv4.router');
  if (mode === 'dhcp' && !fallback) return;
  checkHost(ipv4);
  if (router !== '') checkRouter(ipv4);
}

function checkHost({ address, prefix }: Ipv4Settings): void {
  if (!isHost(address)) throw invalid(`${address} is not an address that a device can have`, 'ipv4.address');
  if (address === networkOf(address, prefix)) {
    throw invalid(`${address}/${prefix} is the network itself, not an address in it`, 'ipv4.address');
  }
  if (address === broadcastOf(address, prefix)) {
    throw invalid(`${address} is for all devices of its network`, 'ipv4.address');
  }
}

function checkRouter({ address, prefix, router }: Ipv4Settings): void {
  if (router === address) throw invalid('the router cannot be the speaker itself', 'ipv4.router');
  if (!isIn(router, address, prefix)) {
    throw invalid(`the router ${router} is not in the network of ${address}/${prefix}`, 'ipv4.router');
  }
}

/** Not "this network" (RFC 1122), loopback, link-local (RFC 3927 keeps it for itself), multicast or reserved. */
const isHost = (address: string) =>
  !address.startsWith('0.') &&
  !address.startsWith('127.') &&
  !address.startsWith('169.254.') &&
  Number(address.split('.', 1)[0]) < 224;

function checkWeb({ httpPort, httpsPort }: WebSettings): void {
  if (httpPort !== 0 && httpPort === httpsPort)
    throw invalid('HTTP and HTTPS need ports of their own', 'web.httpsPort');
}

function checkProxies({ http, https, exceptions }: ProxySettings): void {
  for (const [field, value] of Object.entries({ http, https })) {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (value !== '' && !/^https?:$/.test(url?.protocol ?? '')) {
      throw invalid('a proxy is written as http://proxy.example.com:3128', `proxies.${field}`);
    }
  }
  if (/[\s"'\\]/.test(exceptions))
    throw invalid('names and addresses are separated by commas alone', 'proxies.exceptions');
}
