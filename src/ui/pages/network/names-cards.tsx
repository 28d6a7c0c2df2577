import { useState } from 'preact/hooks';
import type { Network } from '../../../api/contract.ts';
import { Check } from '../../events/check.tsx';
import { Card } from '../../parts/card.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useSection } from './use-section.ts';
import { t } from '../../language/translate.ts';

/** IPv6 has nothing to type: the network says what is needed. */
export function Ipv6Card({ known }: { readonly known: Network }) {
  const { draft, set, save } = useSection('ipv6', known.settings);
  return (
    <Card title="IPv6">
      <SubmitForm submit={t('Save IPv6')} busy={t('Saving …')} onSubmit={() => save()}>
        <Check
          label={t('Assign IPv6 automatically')}
          hint={t('Routers and DHCPv6 servers give addresses. Off: the speaker has none.')}
          on={draft.enabled}
          onChange={enabled => set({ enabled })}
        />
      </SubmitForm>
    </Card>
  );
}

/** What the speaker is called. */
export function HostnameCard({ known }: { readonly known: Network }) {
  const { draft, set, save } = useSection('hostName', known.settings);
  return (
    <Card title={t('Hostname')}>
      <SubmitForm
        submit={t('Save hostname')}
        busy={t('Saving …')}
        fields={['hostName.name']}
        onSubmit={() => save({ name: draft.name.trim() })}
      >
        <Check
          label={t('Assign hostname automatically')}
          hint={t('Takes the name that a DHCP server gives.')}
          on={draft.automatic}
          onChange={automatic => set({ automatic })}
        />
        <TextField
          label={t('Hostname')}
          name="hostName.name"
          value={draft.name}
          onInput={name => set({ name })}
          hint={t('It is called {hostName} now. Empty: its own name.', { hostName: known.hostName })}
        />
      </SubmitForm>
    </Card>
  );
}

/** Whom the speaker asks for names. */
export function DnsCard({ known }: { readonly known: Network }) {
  const { draft, set, save } = useSection('dns', known.settings);
  const [lists, setLists] = useState<{ readonly servers?: string; readonly domains?: string }>({});
  const { servers = draft.servers.join(', '), domains = draft.domains.join(', ') } = lists;
  const send = async () => {
    await save({ servers: wordsIn(servers), domains: wordsIn(domains) });
    setLists({});
  };
  return (
    <Card title={t('DNS servers')}>
      <SubmitForm
        submit={t('Save DNS servers')}
        busy={t('Saving …')}
        fields={['dns.servers', 'dns.domains']}
        onSubmit={send}
      >
        <Check
          label={t('Assign DNS automatically')}
          hint={t('The network’s own servers and domains are used, too.')}
          on={draft.automatic}
          onChange={automatic => set({ automatic })}
        />
        <TextField
          label={t('Search domains')}
          name="dns.domains"
          value={domains}
          hint={t('Completes a name without a dot. At most six, separated by commas.')}
          onInput={text => setLists({ ...lists, domains: text })}
        />
        <TextField
          label={t('DNS servers')}
          name="dns.servers"
          value={servers}
          hint={t('IP addresses, at most three, separated by commas.')}
          onInput={text => setLists({ ...lists, servers: text })}
        />
      </SubmitForm>
    </Card>
  );
}

const wordsIn = (text: string) => text.split(/[\s,]+/).filter(word => word !== '');

/** Who stands between the speaker and what it fetches and sends. */
export function ProxiesCard({ known }: { readonly known: Network }) {
  const { draft, set, save } = useSection('proxies', known.settings);
  const fields = ['proxies.http', 'proxies.https', 'proxies.exceptions'];
  return (
    <Card title={t('Global proxies')}>
      <p class="card-text">{t('For notifications over HTTP and HTTPS whose recipient has no proxy of its own.')}</p>
      <SubmitForm submit={t('Save proxies')} busy={t('Saving …')} fields={fields} onSubmit={() => save()}>
        <TextField
          label={t('HTTP proxy')}
          name="proxies.http"
          value={draft.http}
          hint={t('For example http://proxy.example.com:3128. Empty for none.')}
          onInput={http => set({ http: http.trim() })}
        />
        <TextField
          label={t('HTTPS proxy')}
          name="proxies.https"
          value={draft.https}
          onInput={https => set({ https: https.trim() })}
        />
        <TextField
          label={t('No proxy')}
          name="proxies.exceptions"
          value={draft.exceptions}
          hint={t('Names and addresses that are reached without, separated by commas.')}
          onInput={exceptions => set({ exceptions: exceptions.trim() })}
        />
      </SubmitForm>
    </Card>
  );
}
