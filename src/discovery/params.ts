import { string } from '../core/schema.ts';
import { defineParam, onOff, type ParamDef } from '../settings/index.ts';

const ADMIN = { write: 'admin' } as const;

export const bonjourEnabled = onOff('Network.Bonjour.Enabled', 'Bonjour', true, ADMIN);
export const upnpEnabled = onOff('Network.UPnP.Enabled', 'UPnP', false, ADMIN);
export const wsDiscoveryEnabled = onOff('WebService.DiscoveryMode.Discoverable', 'WS-Discovery', false, ADMIN);
/** Programs for cameras look for this one only. */
export const videoAnnounced = onOff(
  'Stentor.Discovery.AnnounceVideo',
  'Announce to programs for cameras',
  false,
  ADMIN,
);

/** Empty: model and serial number. */
const friendlyName = (path: string, title: string) =>
  defineParam({
    path,
    title,
    schema: string({ maxLength: 63, pattern: '^[^\\u0000-\\u001f\\u007f]*$' }),
    value: '',
    read: 'viewer',
    write: 'admin',
    hint: 'text',
  });

export const bonjourName = friendlyName('Network.Bonjour.FriendlyName', 'Bonjour name');
export const upnpName = friendlyName('Network.UPnP.FriendlyName', 'UPnP name');

export const DISCOVERY_PARAMS: readonly ParamDef[] = [
  bonjourEnabled,
  bonjourName,
  upnpEnabled,
  upnpName,
  wsDiscoveryEnabled,
  videoAnnounced,
];
