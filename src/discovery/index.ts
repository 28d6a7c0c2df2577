/** Being found on the network (mDNS, SSDP, WS-Discovery), and finding others. */
export { assignAddress } from './assign.ts';
export { createDiscovery, type Discovery } from './domain.ts';
export { Finder, type FoundSpeaker } from './finder.ts';
export { linksIn } from './links.ts';
export { openChannel } from './open-channel.ts';
export { bonjourEnabled, bonjourName, DISCOVERY_PARAMS } from './params.ts';
export { DESCRIPTION, udnOf } from './ssdp.ts';
export { scopesOf } from './ws-discovery.ts';
