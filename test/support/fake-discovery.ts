import type { Clock } from '../../src/core/clock.ts';
import { createLog } from '../../src/core/log.ts';
import { createDiscovery } from '../../src/discovery/index.ts';
import type { Link } from '../../src/discovery/links.ts';
import type { ParamStore } from '../../src/settings/index.ts';
import { escapeXml, parseXml } from '../../src/vapix/index.ts';
import { link, Wire } from './wire.ts';

interface FakeDiscoveryOptions {
  readonly params: ParamStore;
  readonly clock: Clock;
  readonly wire?: Wire;
  readonly links?: () => readonly Link[];
  readonly serialNumber?: string;
}

/** Discovery of a speaker on a network in memory. */
export function fakeDiscovery({
  params,
  clock,
  wire = new Wire(),
  links = () => [link('10.0.0.2')],
  serialNumber = 'B827EB123456',
}: FakeDiscoveryOptions) {
  const discovery = createDiscovery({
    params,
    identity: () => ({
      model: 'Stentor S1',
      serialNumber,
      hostName: `stentor-${serialNumber.toLowerCase()}`,
      version: '1.2.3',
      ports: { http: 80, https: 443 },
      uuid: '5b1bd0ab-7bd3-5bb5-9a80-2b0a5e6e4f00',
    }),
    links,
    open: wire.open,
    parseXml,
    escapeXml,
    clock,
    log: createLog(() => undefined),
    random: () => 0,
  });
  return { discovery, wire };
}
