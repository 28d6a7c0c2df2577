import { useLocation } from 'preact-iso';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { SipState } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { OnlyFor } from '../../frame/only-for.tsx';
import { Page } from '../../frame/page.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { sentence } from '../../text/sentence.ts';
import { NotFoundPage } from '../not-found-page.tsx';
import { AccountsTab } from './accounts-tab.tsx';
import { CallStatusTab } from './call-status-tab.tsx';
import { DialogsTab } from './dialogs-tab.tsx';
import { SettingsTab } from './settings-tab.tsx';
import { TestCallTab } from './test-call-tab.tsx';
import { SIP_PATH } from './words.ts';
import { t } from '../../language/translate.ts';

interface Tab {
  /** Last part of the address. */
  readonly name: string;
  readonly title: string;
  readonly needs: 'operator' | 'admin';
  readonly show: (sip: SipState) => ComponentChildren;
}

/** Names and order as in the manual. */
const TABS: readonly Tab[] = [
  { name: 'settings', title: t('SIP settings'), needs: 'operator', show: sip => <SettingsTab sip={sip} /> },
  { name: 'accounts', title: t('SIP accounts'), needs: 'operator', show: sip => <AccountsTab sip={sip} /> },
  { name: 'test-call', title: t('SIP test call'), needs: 'operator', show: sip => <TestCallTab sip={sip} /> },
  { name: 'call-status', title: t('Call status'), needs: 'operator', show: sip => <CallStatusTab sip={sip} /> },
  { name: 'dialogs', title: t('Dialogs'), needs: 'admin', show: () => <DialogsTab /> },
];

/** The speaker as a telephone. */
export function SipPage({ params }: { readonly params: Readonly<Record<string, string | undefined>> }) {
  const { session } = useSpeaker();
  const { route } = useLocation();
  const { tab: name } = params;
  const tab = TABS.find(each => each.name === name);
  useEffect(() => {
    if (name === undefined) route(`${SIP_PATH}/settings`, true);
  }, [name]);
  if (name === undefined) return null;
  if (tab === undefined) return <NotFoundPage />;
  return (
    <OnlyFor needs={tab.needs} title="SIP">
      <Page title="SIP" part={tab.title}>
        <nav class="tabs" aria-label="SIP">
          {TABS.filter(({ needs }) => session.may(needs)).map(each => (
            <a key={each.name} href={`${SIP_PATH}/${each.name}`} aria-current={each === tab ? 'page' : undefined}>
              {each.title}
            </a>
          ))}
        </nav>
        <Inside tab={tab} />
      </Page>
    </OnlyFor>
  );
}

function Inside({ tab }: { readonly tab: Tab }) {
  const { sip } = useSpeaker();
  const known = useResource(sip);
  if (known === undefined) return <Waiting what="SIP" problem={sip.problem.value} onRetry={() => void sip.ask()} />;
  return (
    <div class="stack">
      <StateNotice sip={known} />
      {tab.show(known)}
    </div>
  );
}

/** Why nobody can call, or why what was set does not hold yet. */
function StateNotice({ sip: { state, text } }: { readonly sip: SipState }) {
  if (state === 'on') return null;
  if (state === 'off')
    return <p class="notice">{t('SIP is off. Enable it in the settings to make and take calls.')}</p>;
  return (
    <p class={state === 'failed' ? 'notice error' : 'notice'} role={state === 'failed' ? 'alert' : 'status'}>
      {text === '' ? t('Other ports take effect when the calls are over.') : sentence(text)}
    </p>
  );
}
