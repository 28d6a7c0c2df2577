import type { NetworkState } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { type Fact, Facts } from '../../parts/facts.tsx';

/** The network as it is at this moment, whatever is set. */
export function StateCard({ state }: { readonly state: NetworkState }) {
  const { network } = useSpeaker();
  const again = (
    <button type="button" class="button small" onClick={() => void network.ask()}>
      Refresh
    </button>
  );
  return (
    <Card title="Present network" aside={again}>
      {state.interface === '' ? (
        <p class="notice" role="status">
          The speaker cannot tell how its network is.
        </p>
      ) : (
        <Facts facts={factsOf(state)} />
      )}
    </Card>
  );
}

const factsOf = (state: NetworkState): Fact[] => [
  { name: 'Link', value: state.carrier ? 'Connected' : 'No cable', bad: !state.carrier },
  { name: 'MAC address', value: state.macAddress },
  ...state.addresses.map(({ address, prefix, origin }, i) => ({
    name: state.addresses.length > 1 ? `Address ${i + 1}` : 'Address',
    value: `${address}/${prefix}`,
    note: origin,
  })),
  ...(state.addresses.length === 0 ? [{ name: 'Address', value: 'None', bad: true }] : []),
  { name: 'Router', value: [state.router, state.router6].filter(each => each !== '').join(', ') || 'None' },
  { name: 'DNS servers', value: state.nameServers.join(', ') || 'None' },
  ...(state.domains.length === 0 ? [] : [{ name: 'Search domains', value: state.domains.join(', ') }]),
];
