import type { FirewallRule } from '../../../api/contract.ts';
import { t } from '../../language/translate.ts';

type Limit = NonNullable<FirewallRule['limit']>;

export const TRAFFIC: Readonly<Record<FirewallRule['traffic'], string>> = {
  any: t('Any'),
  unicast: 'Unicast',
  broadcast: 'Broadcast',
  multicast: 'Multicast',
};

export const PROTOCOLS: Readonly<Record<FirewallRule['protocol'], string>> = {
  any: t('Any'),
  tcp: 'TCP',
  udp: 'UDP',
  both: t('TCP and UDP'),
};

export const UNITS: Readonly<Record<Limit['unit'], string>> = {
  connections: t('New connections'),
  packets: t('Packets'),
};

export const PERIODS: Readonly<Record<Limit['period'], string>> = {
  second: t('Second'),
  minute: t('Minute'),
  hour: t('Hour'),
  day: t('Day'),
};

/** `80`, `5000–5010`; empty for all. */
export const portsText = ({ firstPort, lastPort }: FirewallRule, dash = '–') =>
  firstPort === 0 ? '' : firstPort === lastPort ? String(firstPort) : `${firstPort}${dash}${lastPort}`;

/** Whose packets: `192.168.1.0/24`, `Anybody`. */
export const whoText = ({ source, mac }: FirewallRule) =>
  [source.replace('-', ' – '), mac].filter(text => text !== '').join(' · ') || t('Anybody');

/** Which packets: `TCP 80 · Multicast`, `Everything`. */
export function whatText(rule: FirewallRule): string {
  const { protocol, traffic } = rule;
  const ports = protocol === 'any' ? '' : `${PROTOCOLS[protocol]} ${portsText(rule)}`.trim();
  return [ports, traffic === 'any' ? '' : TRAFFIC[traffic]].filter(text => text !== '').join(' · ') || t('Everything');
}

/** What becomes of them: `Drop`, `Limit: 20 new connections a minute, 10 at once`. */
export function actionText({ action, limit }: FirewallRule): string {
  if (limit === null) return action === 'drop' ? t('Drop') : t('Accept');
  const { amount, unit, period, burst } = limit;
  const values = { amount, burst };
  const texts = {
    connections: {
      second: t('Limit: {amount} new connections a second, {burst} at once', values),
      minute: t('Limit: {amount} new connections a minute, {burst} at once', values),
      hour: t('Limit: {amount} new connections an hour, {burst} at once', values),
      day: t('Limit: {amount} new connections a day, {burst} at once', values),
    },
    packets: {
      second: t('Limit: {amount} packets a second, {burst} at once', values),
      minute: t('Limit: {amount} packets a minute, {burst} at once', values),
      hour: t('Limit: {amount} packets an hour, {burst} at once', values),
      day: t('Limit: {amount} packets a day, {burst} at once', values),
    },
  };
  return texts[unit][period];
}
