import { useState } from 'preact/hooks';
import type { Network, NetworkChange, NetworkSettings } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { t } from '../../language/translate.ts';

/** Asking the network who has an address takes some seconds. */
const PATIENCE_MS = 40_000;

/** A part of the network's settings as it is typed: what the speaker has, until somebody changes it. */
export function useSection<S extends keyof NetworkSettings>(section: S, settings: NetworkSettings) {
  const { client, network, toasts } = useSpeaker();
  const [typed, setTyped] = useState<Partial<NetworkSettings[S]>>({});
  const draft: NetworkSettings[S] = { ...settings[section], ...typed };
  return {
    draft,
    set: (change: Partial<NetworkSettings[S]>) => setTyped({ ...typed, ...change }),
    /** Sends all of it. @throws Refusal whose field is `section.name` */
    save: async (change: Partial<NetworkSettings[S]> = {}) => {
      const body: NetworkChange = { [section]: { ...draft, ...change } };
      const answer = await client.change({ method: 'PATCH', path: '/api/network', body, patienceMs: PATIENCE_MS });
      network.value.value = answer as Network;
      setTyped({});
      if ((answer as Network).pending === undefined) toasts.done(t('The network was changed.'), { about: 'network' });
    },
  };
}
