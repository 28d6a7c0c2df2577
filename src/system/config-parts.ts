import { parse } from '../core/schema.ts';
import type { ConfigPart } from '../settings/index.ts';
import { CONFIRM_S, type Network } from './network/network.ts';
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
    trial: `changed addresses and ports go back after ${CONFIRM_S} s unless they are confirmed at the speaker’s new address (System › Network)`,
    replace: (content, { final }) => network.change(parse(NETWORK_CHANGE, content, 'network'), { final }),
  },
];
