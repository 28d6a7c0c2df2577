import type { MulticastSource, MulticastStatus } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Icon } from '../../parts/icon.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { CODECS, LATENCIES } from './source-words.ts';
import { SourceFigures } from './source-figures.tsx';
import { SourceState } from './source-state.tsx';
import { t } from '../../language/translate.ts';

interface SourceListProps {
  readonly sources: readonly MulticastSource[];
  readonly statuses: readonly MulticastStatus[];
  readonly onDo: (what: 'edit' | 'delete', source: MulticastSource) => void;
}

/** All sources, the most important first. */
export function SourceList({ sources, statuses, onDo }: SourceListProps) {
  if (sources.length === 0) return <Empty />;
  const inOrder = [...sources].sort(byImportance);
  return (
    <div class="card">
      <table class="table sources">
        <caption class="out-of-sight">{t('Multicast sources')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('Source')}</th>
            <th scope="col">{t('Priority')}</th>
            <th scope="col" class="only-wide">
              {t('Latency')}
            </th>
            <th scope="col">{t('State')}</th>
            <td />
          </tr>
        </thead>
        {inOrder.map(source => (
          <SourceRows
            key={source.id}
            source={source}
            status={statuses.find(({ id }) => id === source.id)}
            onDo={onDo}
          />
        ))}
      </table>
    </div>
  );
}

const byImportance = (a: MulticastSource, b: MulticastSource) =>
  Number(b.emergency) - Number(a.emergency) || b.priority - a.priority || Number(a.id) - Number(b.id);

const Empty = () => (
  <p class="empty big">
    <strong>{t('No multicast source yet')}</strong>
    {t(
      'Add the address and port that a paging system, a telephone exchange or another speaker sends RTP to, and this speaker plays what comes.',
    )}
  </p>
);

interface SourceRowsProps extends Pick<SourceListProps, 'onDo'> {
  readonly source: MulticastSource;
  readonly status: MulticastStatus | undefined;
}

function SourceRows({ source, status, onDo }: SourceRowsProps) {
  const { session } = useSpeaker();
  const { name, address, port, codec, priority, emergency, latency, encrypted } = source;
  return (
    <tbody>
      <tr>
        <th scope="row">
          {name}
          <small class="line">
            {address === '0.0.0.0' ? t('This speaker') : address}:{port} · {CODECS[codec]}
            {encrypted && ' · SRTP'}
          </small>
          <small class="line only-narrow">{LATENCIES[latency]}</small>
        </th>
        <td>
          {priority}
          {emergency && <small class="line">{t('Emergency')}</small>}
        </td>
        <td class="only-wide">{LATENCIES[latency]}</td>
        <td>
          <SourceState source={source} status={status} />
        </td>
        <td class="table-menu">{session.may('admin') && <SourceMenu source={source} onDo={onDo} />}</td>
      </tr>
      {status !== undefined && status.received > 0 && (
        <tr class="figures-row">
          <td colSpan={5}>
            <SourceFigures status={status} />
          </td>
        </tr>
      )}
    </tbody>
  );
}

function SourceMenu({ source, onDo }: Pick<SourceRowsProps, 'source' | 'onDo'>) {
  const { client, multicast, toasts } = useSpeaker();
  const { id, name, enabled } = source;
  const enable = async (on: boolean) => {
    await client.change({ method: 'PATCH', path: `/api/multicast/${id}`, body: { enabled: on } });
    await multicast.ask();
  };
  const turn = async () => {
    const done = await toasts.attempt(() => enable(!enabled), id);
    const text = enabled ? t('{name} is off.', { name }) : t('{name} is on.', { name });
    if (done) toasts.done(text, { about: `source ${id}`, undo: () => enable(enabled) });
  };
  const items: readonly MenuItem[] = [
    { label: t('Edit'), icon: 'rename', onSelect: () => onDo('edit', source) },
    { label: enabled ? t('Turn off') : t('Turn on'), icon: enabled ? 'stop' : 'play', onSelect: () => void turn() },
    { label: t('Delete'), icon: 'remove', danger: true, onSelect: () => onDo('delete', source) },
  ];
  return (
    <Menu label={t('More for {name}', { name })} items={items}>
      <Icon name="more" />
    </Menu>
  );
}
