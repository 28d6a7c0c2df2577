import { parse } from '../core/schema.ts';
import type { ConfigPart } from '../settings/index.ts';
import type { Network } from './network/network.ts';
import { NETWORK_CHANGE } from './network/settings.ts';
import { TIME_CHANGE } from './time/settings.ts';
import type { Time } from './time/time.ts';

interface SystemParts {
  readonly network: Network;
  readonly time: Time;
}

/** Clock and network as parts of the whole configuration. */
export const systemConfigParts = ({ network, time }: SystemParts): ConfigPart[] => [
  {
    name: 'time',
    title: 'Time',
    read: () => time.settings,
    check: content => time.check(parse(TIME_CHANGE, content, 'time')),
    replace: content => time.change(parse(TIME_CHANGE, content, 'time')),
  },
  {
    name: 'network',
    title: 'Network',
    personal: true,
    read: () => network.settings,
    check: content => network.check(parse(NETWORK_CHANGE, content, 'network')),
    // Whoever writes a document gives addresses for the network that the speaker is to live in; see decision 0145.
    replace: content => network.change(parse(NETWORK_CHANGE, content, 'network'), { final: true }),
  },
];
