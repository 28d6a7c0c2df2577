import { useLocation } from 'preact-iso';
import { useEffect } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { OnlyFor } from '../frame/only-for.tsx';
import { Page } from '../frame/page.tsx';
import { NotFoundPage } from '../pages/not-found-page.tsx';
import { RecipientsTab } from './recipients/recipients-tab.tsx';
import { RulesTab } from './rules/rules-tab.tsx';
import { SchedulesTab } from './schedules/schedules-tab.tsx';
import { MqttTab } from './mqtt/mqtt-tab.tsx';
import { EVENTS_PATH, type TabProps } from './tabs.ts';
import { TriggersTab } from './triggers/triggers-tab.tsx';
import { t } from '../language/translate.ts';

interface Tab {
  /** Last part of the address. */
  readonly name: string;
  readonly title: string;
  readonly show: (props: TabProps) => ComponentChildren;
}

/** Names and order as in the manual. */
const TABS: readonly Tab[] = [
  { name: 'rules', title: t('Rules'), show: props => <RulesTab {...props} /> },
  { name: 'schedules', title: t('Schedules'), show: () => <SchedulesTab /> },
  { name: 'recipients', title: t('Recipients'), show: () => <RecipientsTab /> },
  { name: 'manual-triggers', title: t('Manual triggers'), show: () => <TriggersTab /> },
  { name: 'mqtt', title: 'MQTT', show: () => <MqttTab /> },
];

/** What the speaker does by itself when something happens, and all that belongs to it. */
export function EventsPage({ params }: { readonly params: Readonly<Record<string, string | undefined>> }) {
  const { route } = useLocation();
  const { tab: name, item } = params;
  const tab = TABS.find(each => each.name === name);
  useEffect(() => {
    if (name === undefined) route(`${EVENTS_PATH}/rules`, true);
  }, [name]);
  if (name === undefined) return null;
  if (tab === undefined) return <NotFoundPage />;
  return (
    <OnlyFor needs="operator" title={t('Events')}>
      <Page title={t('Events')} part={tab.title}>
        <nav class="tabs" aria-label={t('Events')}>
          {TABS.map(each => (
            <a
              key={each.name}
              href={`${EVENTS_PATH}/${each.name}`}
              aria-current={each.name === name ? 'page' : undefined}
            >
              {each.title}
            </a>
          ))}
        </nav>
        {tab.show({ item })}
      </Page>
    </OnlyFor>
  );
}
