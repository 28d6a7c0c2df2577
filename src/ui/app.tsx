import { lazy, LocationProvider, Route, Router, useLocation } from 'preact-iso';
import { useEffect, useErrorBoundary } from 'preact/hooks';
import { useSpeaker } from './data/speaker.ts';
import { EventsPage } from './events/events-page.tsx';
import { Frame } from './frame/frame.tsx';
import { ClassesPage } from './pages/classes-page.tsx';
import { ClipsPage } from './pages/clips/clips-page.tsx';
import { DeviceSettingsPage } from './pages/device-settings-page.tsx';
import { EnhancementPage } from './pages/enhancement/enhancement-page.tsx';
import { LogIn } from './pages/entrance/log-in.tsx';
import { SetUp } from './pages/entrance/set-up.tsx';
import { Unreachable } from './pages/entrance/unreachable.tsx';
import { MusicPage } from './pages/music-page.tsx';
import { NotFoundPage } from './pages/not-found-page.tsx';
import { SpeechPage } from './pages/speech/speech-page.tsx';
import { StoragePage } from './pages/storage/storage-page.tsx';
import { StreamPage } from './pages/stream/stream-page.tsx';
import { StatusPage } from './pages/status/status-page.tsx';
import { ToastList } from './parts/toast-list.tsx';
import { t } from './language/translate.ts';

/** Pages for the one who sets the speaker up come when one of them is opened. */
const later = () => import('./pages/later.ts');
const AccountsPage = lazy(async () => (await later()).AccountsPage);
const ApiPage = lazy(async () => (await later()).ApiPage);
const DiscoveryPage = lazy(async () => (await later()).DiscoveryPage);
const LogsPage = lazy(async () => (await later()).LogsPage);
const MaintenancePage = lazy(async () => (await later()).MaintenancePage);
const MulticastPage = lazy(async () => (await later()).MulticastPage);
const NetworkPage = lazy(async () => (await later()).NetworkPage);
const PlainConfigPage = lazy(async () => (await later()).PlainConfigPage);
const RecordingsPage = lazy(async () => (await later()).RecordingsPage);
const SecurityPage = lazy(async () => (await later()).SecurityPage);
const SipPage = lazy(async () => (await later()).SipPage);
const SpeakerTestPage = lazy(async () => (await later()).SpeakerTestPage);
const TimePage = lazy(async () => (await later()).TimePage);

/** The whole page: set-up, login, or the frame with the page that the address names. */
export function App() {
  const { session } = useSpeaker();
  const error: unknown = useErrorBoundary()[0];
  if (error !== undefined) return <Broken />;
  return (
    <>
      <Inside state={session.current.value?.state} />
      <ToastList />
    </>
  );
}

function Inside({ state }: { readonly state: 'setup' | 'login' | 'open' | undefined }) {
  if (state === undefined) return <Unreachable />;
  if (state === 'setup') return <SetUp />;
  if (state === 'login') return <LogIn />;
  return (
    <LocationProvider>
      <Frame>
        <Pages />
      </Frame>
    </LocationProvider>
  );
}

/** What tells where one is, the nearest first. */
const ANNOUNCED = ['[data-announce]', '.tabs [aria-current]', 'h1'];

function Pages() {
  // Whoever cannot see that the page changed hears its title, or what of it was opened.
  const announce = () => {
    const [found] = ANNOUNCED.flatMap(each => document.querySelector<HTMLElement>(each) ?? []);
    found?.focus();
  };
  return (
    <Router onRouteChange={announce}>
      <Route path="/" component={Home} />
      <Route path="/status" component={StatusPage} />
      <Route path="/audio/clips" component={ClipsPage} />
      <Route path="/audio/music" component={MusicPage} />
      <Route path="/audio/speech" component={SpeechPage} />
      <Route path="/audio/enhancement" component={EnhancementPage} />
      <Route path="/audio/device-settings" component={DeviceSettingsPage} />
      <Route path="/audio/stream" component={StreamPage} />
      <Route path="/audio/speaker-test" component={SpeakerTestPage} />
      <Route path="/audio/classes" component={ClassesPage} />
      <Route path="/audio/recordings" component={RecordingsPage} />
      <Route path="/system/accounts" component={AccountsPage} />
      <Route path="/system/events/:tab?/:item?" component={EventsPage} />
      <Route path="/system/security" component={SecurityPage} />
      <Route path="/system/time" component={TimePage} />
      <Route path="/system/network" component={NetworkPage} />
      <Route path="/system/discovery" component={DiscoveryPage} />
      <Route path="/system/logs" component={LogsPage} />
      <Route path="/system/api" component={ApiPage} />
      <Route path="/system/plain-config" component={PlainConfigPage} />
      <Route path="/system/storage" component={StoragePage} />
      <Route path="/system/sip/phone/:tab?" component={SipPage} />
      <Route path="/system/sip/multicast" component={MulticastPage} />
      <Route path="/maintenance" component={MaintenancePage} />
      <Route default component={NotFoundPage} />
    </Router>
  );
}

function Home() {
  const { route } = useLocation();
  useEffect(() => route('/status', true), []);
  return null;
}

function Broken() {
  return (
    <main class="entrance">
      <h1>{t('Something went wrong in this page')}</h1>
      <p>{t('This is a fault of the page, not yours. The speaker goes on working.')}</p>
      <button type="button" class="button primary" onClick={() => location.reload()}>
        {t('Load the page again')}
      </button>
    </main>
  );
}
