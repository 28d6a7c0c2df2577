import type { FoundSpeaker } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { t } from '../../language/translate.ts';

interface SpeakerTableProps {
  readonly speakers: readonly FoundSpeaker[];
  readonly onAssign: (speaker: FoundSpeaker) => void;
}

/** The speakers that answered. */
export function SpeakerTable({ speakers, onAssign }: SpeakerTableProps) {
  if (speakers.length === 0) {
    return <p class="empty">{t('No speaker answers. Those with Bonjour switched off cannot be found.')}</p>;
  }
  return (
    <table class="table">
      <caption class="out-of-sight">{t('Speakers of this network')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('Name')}</th>
          <th scope="col" class="only-wide">
            {t('Model')}
          </th>
          <th scope="col" class="only-wide">
            {t('Serial number')}
          </th>
          <th scope="col">{t('IP address')}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {speakers.map(speaker => (
          <Row key={speaker.serialNumber} speaker={speaker} onAssign={() => onAssign(speaker)} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ speaker, onAssign }: { readonly speaker: FoundSpeaker; readonly onAssign: () => void }) {
  const { session } = useSpeaker();
  const { name, model, serialNumber, addresses, port, own, needsAddress } = speaker;
  const [address = ''] = addresses;
  return (
    <tr>
      <th scope="row">
        {name}
        {own && <small> {t('(this speaker)')}</small>}
      </th>
      <td class="only-wide">{model}</td>
      <td class="only-wide">{serialNumber}</td>
      <td>
        {needsAddress || address.includes('%') ? (
          t('none of this network')
        ) : (
          <a href={placeOf(address, port)}>{address}</a>
        )}
      </td>
      <td class="table-menu">
        {session.may('admin') && !own && (
          <button
            type="button"
            class="button small"
            aria-label={t('Assign IP address to {name}', { name })}
            onClick={onAssign}
          >
            <span class="only-wide">{t('Assign IP address')}</span>
            <span class="only-narrow">{t('Assign')}</span>
          </button>
        )}
      </td>
    </tr>
  );
}

const placeOf = (address: string, port: number) =>
  `http://${address.includes(':') ? `[${address}]` : address}${port === 80 ? '' : `:${port}`}/`;
