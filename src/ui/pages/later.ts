/** What the first load goes without, in one file: more of them would break what all share into crumbs. */
export { AccountsPage } from './accounts/accounts-page.tsx';
export { ApiPage } from './api/api-page.tsx';
export { DiscoveryPage } from './discovery/discovery-page.tsx';
export { LogsPage } from './logs/logs-page.tsx';
export { MaintenancePage } from './maintenance/maintenance-page.tsx';
export { MulticastPage } from './multicast/multicast-page.tsx';
export { NetworkPage } from './network/network-page.tsx';
export { PlainConfigPage } from './plain-config-page.tsx';
export { RecordingsPage } from './recordings/recordings-page.tsx';
export { SecurityPage } from './security/security-page.tsx';
export { SipPage } from './sip/sip-page.tsx';
export { SpeakerTestPage } from './speaker-test/speaker-test-page.tsx';
export { TimePage } from './time/time-page.tsx';
