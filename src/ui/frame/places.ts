import type { Session } from '../../api/contract.ts';
import type { IconName } from '../parts/icon.tsx';

/** One page in the menu. */
export interface Place {
  readonly path: string;
  readonly title: string;
  readonly icon: IconName;
  readonly needs: NonNullable<Session['role']>;
}

/** Pages that belong together under one title; without a title they stand alone. */
export interface PlaceGroup {
  readonly title?: string;
  readonly places: readonly Place[];
}

/** The menu: names and order as in the manual. */
export const PLACES: readonly PlaceGroup[] = [
  { places: [{ path: '/status', title: 'Status', icon: 'status', needs: 'viewer' }] },
  {
    title: 'Audio',
    places: [
      { path: '/audio/clips', title: 'Audio clips', icon: 'clips', needs: 'viewer' },
      { path: '/audio/music', title: 'Music stream', icon: 'radio', needs: 'viewer' },
      { path: '/audio/speech', title: 'Speech', icon: 'speech', needs: 'viewer' },
      { path: '/audio/device-settings', title: 'Device settings', icon: 'sliders', needs: 'viewer' },
      { path: '/audio/stream', title: 'Stream', icon: 'audio', needs: 'viewer' },
      { path: '/audio/enhancement', title: 'Audio enhancement', icon: 'equalizer', needs: 'viewer' },
      { path: '/audio/recordings', title: 'Recordings', icon: 'microphone', needs: 'operator' },
      { path: '/audio/speaker-test', title: 'Speaker test', icon: 'microphone', needs: 'viewer' },
      { path: '/audio/classes', title: 'Sound classes', icon: 'layers', needs: 'viewer' },
    ],
  },
  {
    title: 'System',
    places: [
      { path: '/system/time', title: 'Time and location', icon: 'clock', needs: 'viewer' },
      { path: '/system/network', title: 'Network', icon: 'network', needs: 'admin' },
      { path: '/system/discovery', title: 'Network discovery', icon: 'search', needs: 'viewer' },
      { path: '/system/security', title: 'Security', icon: 'lock', needs: 'admin' },
      { path: '/system/accounts', title: 'Accounts', icon: 'accounts', needs: 'admin' },
      { path: '/system/events', title: 'Events', icon: 'bolt', needs: 'operator' },
      { path: '/system/storage', title: 'Storage', icon: 'storage', needs: 'viewer' },
      { path: '/system/logs', title: 'Logs', icon: 'copy', needs: 'admin' },
    ],
  },
  {
    title: 'SIP',
    places: [
      { path: '/system/sip/phone', title: 'SIP', icon: 'phone', needs: 'operator' },
      { path: '/system/sip/multicast', title: 'Multicast controller', icon: 'antenna', needs: 'viewer' },
    ],
  },
  { places: [{ path: '/maintenance', title: 'Maintenance', icon: 'tool', needs: 'admin' }] },
];
