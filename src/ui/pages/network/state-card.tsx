import type { NetworkState } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { type Fact, Facts } from '../../parts/facts.tsx';
import { t } from '../../language/translate.ts';

/** The network as it is at this moment, whatever is set. */
export function StateCard({ state }: { readonly state: NetworkState }) {
  const { network } = useSpeaker();
  const again = (
    <button type="button" class="button small" onClick={() => void network.ask()}>
      {t('Refresh')}
    </button>
  );
  return (
    <Card title={t('Present network')} aside={again}>
      {state.interface === '' ? (
        <p class="notice" role="status">
          {t('The speaker cannot tell how its network is.')}
        </p>
      ) : (
        <Facts facts={factsOf(state)} />
      )}
    </Card>
  );
}

const factsOf = (state: NetworkState): Fact[] => [
  { name: t('Link'), value: state.carrier ? t('Connected') : t('No cable'), bad: !state.carrier },
  { name: t('MAC address'), value: state.macAddress },
  ...state.addresses.map(({ address, prefix, origin }, i) => ({
    name: state.addresses.length > 1 ? t('Address {i}', { i: i + 1 }) : t('Address'),
    value: `${address}/${prefix}`,
    note: origin,
  })),
  ...(state.addresses.length === 0 ? [{ name: t('Address'), value: t('None'), bad: true }] : []),
  { name: t('Router'), value: [state.router, state.router6].filter(each => each !== '').join(', ') || t('None') },
  { name: t('DNS servers'), value: state.nameServers.join(', ') || t('None') },
  ...(state.domains.length === 0 ? [] : [{ name: t('Search domains'), value: state.domains.join(', ') }]),
];
