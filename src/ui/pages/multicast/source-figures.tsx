import type { MulticastStatus } from '../../../api/contract.ts';
import { number, plural, t } from '../../language/translate.ts';

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
    { name: state === 'idle' ? t('Was sent by') : t('Sent by'), value: from },
    { name: t('Received'), value: packets(received) },
    {
      name: t('Lost'),
      value: lost === 0 ? t('none') : `${number(lost)} (${number((lost / sent) * 100, 1)} %)`,
    },
    ...some(t('Late'), late),
    ...some(t('Duplicated'), duplicated),
    { name: t('Jitter'), value: `${number(jitterMs, 1)} ms` },
    ...(delayMs > 0 ? [{ name: t('Delay'), value: `${number(delayMs)} ms` }] : []),
    { name: t('Concealed'), value: `${number(concealedMs)} ms` },
    ...some(t('From others'), strangers),
  ];
}

const packets = (count: number) => plural('1 packet', '{count} packets', count);
const some = (name: string, count: number) => (count === 0 ? [] : [{ name, value: packets(count) }]);
