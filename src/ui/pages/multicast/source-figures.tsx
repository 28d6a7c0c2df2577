import type { MulticastStatus } from '../../../api/contract.ts';

/** How the stream of a source does, or did. */
export function SourceFigures({ status }: { readonly status: MulticastStatus }) {
  return (
    <dl class="figures">
      {figuresOf(status).map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function figuresOf(status: MulticastStatus) {
  const { from, received, lost, late, duplicated, jitterMs, delayMs, concealedMs, strangers, state } = status;
  const sent = received + lost;
  return [
    { name: state === 'idle' ? 'Was sent by' : 'Sent by', value: from },
    { name: 'Received', value: packets(received) },
    { name: 'Lost', value: lost === 0 ? 'none' : `${lost.toLocaleString()} (${((lost / sent) * 100).toFixed(1)} %)` },
    ...some('Late', late),
    ...some('Duplicated', duplicated),
    { name: 'Jitter', value: `${jitterMs.toFixed(1)} ms` },
    ...(delayMs > 0 ? [{ name: 'Delay', value: `${delayMs.toFixed(0)} ms` }] : []),
    { name: 'Concealed', value: `${Math.round(concealedMs).toLocaleString()} ms` },
    ...some('From others', strangers),
  ];
}

const packets = (count: number) => `${count.toLocaleString()} ${count === 1 ? 'packet' : 'packets'}`;
const some = (name: string, count: number) => (count === 0 ? [] : [{ name, value: packets(count) }]);
