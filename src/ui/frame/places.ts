import type { Session } from '../../api/contract.ts';
import type { IconName } from '../parts/icon.tsx';
import { t } from '../language/translate.ts';

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
  { places: [{ path: '/status', title: t('Status'), icon: 'status', needs: 'viewer' }] },
  {
    title: t('Audio'),
    places: [
      { path: '/audio/clips', title: t('Audio clips'), icon: 'clips', needs: 'viewer' },
      { path: '/audio/music', title: t('Music stream'), icon: 'radio', needs: 'viewer' },
      { path: '/audio/speech', title: t('Speech'), icon: 'speech', needs: 'viewer' },
      { path: '/audio/device-settings', title: t('Device settings'), icon: 'sliders', needs: 'viewer' },
      { path: '/audio/stream', title: t('Stream'), icon: 'audio', needs: 'viewer' },
      { path: '/audio/enhancement', title: t('Audio enhancement'), icon: 'equalizer', needs: 'viewer' },
      { path: '/audio/recordings', title: t('Recordings'), icon: 'microphone', needs: 'operator' },
      { path: '/audio/speaker-test', title: t('Speaker test'), icon: 'microphone', needs: 'viewer' },
      { path: '/audio/classes', title: t('Sound classes'), icon: 'layers', needs: 'viewer' },
    ],
  },
  {
    title: t('System'),
    places: [
      { path: '/system/time', title: t('Time and location'), icon: 'clock', needs: 'viewer' },
      { path: '/system/network', title: t('Network'), icon: 'network', needs: 'admin' },
      { path: '/system/discovery', title: t('Network discovery'), icon: 'search', needs: 'viewer' },
      { path: '/system/security', title: t('Security'), icon: 'lock', needs: 'admin' },
      { path: '/system/accounts', title: t('Accounts'), icon: 'accounts', needs: 'admin' },
      { path: '/system/events', title: t('Events'), icon: 'bolt', needs: 'operator' },
      { path: '/system/storage', title: t('Storage'), icon: 'storage', needs: 'viewer' },
      { path: '/system/logs', title: t('Logs'), icon: 'copy', needs: 'admin' },
      { path: '/system/plain-config', title: t('Plain config'), icon: 'sliders', needs: 'admin' },
      { path: '/system/api', title: t('API'), icon: 'code', needs: 'viewer' },
    ],
  },
  {
    title: 'SIP',
    places: [
      { path: '/system/sip/phone', title: 'SIP', icon: 'phone', needs: 'operator' },
      { path: '/system/sip/multicast', title: t('Multicast controller'), icon: 'antenna', needs: 'viewer' },
    ],
  },
  { places: [{ path: '/maintenance', title: t('Maintenance'), icon: 'tool', needs: 'admin' }] },
];
