import type { RemoteSyslog } from '../../../../api/contract.ts';
import { Icon } from '../../../parts/icon.tsx';
import { Menu } from '../../../parts/menu.tsx';
import { FORMAT_WORDS, PROTOCOL_WORDS, SEVERITY_WORDS, stateOf, TYPE_WORDS } from './words.ts';
import { t } from '../../../language/translate.ts';

interface ServerTableProps {
  readonly known: RemoteSyslog;
  readonly onDo: (what: 'edit' | 'delete', index: number) => void;
}

/** All servers, and how it goes with them. */
export const ServerTable = ({ known: { servers }, onDo }: ServerTableProps) => (
  <table class="table">
    <caption class="out-of-sight">{t('Servers')}</caption>
    <thead>
      <tr>
        <th scope="col">{t('Server')}</th>
        <th scope="col" class="only-wide">
          {t('What is sent')}
        </th>
        <th scope="col">{t('State')}</th>
        <td />
      </tr>
    </thead>
    <tbody>
      {servers.map((server, index) => (
        <Row key={index} server={server} onDo={what => onDo(what, index)} />
      ))}
    </tbody>
  </table>
);

interface RowProps {
  readonly server: RemoteSyslog['servers'][number];
  readonly onDo: (what: 'edit' | 'delete') => void;
}

function Row({ server, onDo }: RowProps) {
  const { address, port, protocol, format, severity, type } = server;
  return (
    <tr>
      <th scope="row">
        {address}
        <small class="line">
          {t('{protocol}, port {port}, {format}', {
            protocol: PROTOCOL_WORDS[protocol],
            port,
            format: FORMAT_WORDS[format],
          })}
        </small>
      </th>
      <td class="only-wide">
        {TYPE_WORDS[type]}
        <small class="line">{t('from {severity}', { severity: SEVERITY_WORDS[severity] })}</small>
      </td>
      <td>
        <State server={server} />
      </td>
      <td class="table-menu">
        <Menu
          label={t('More for {name}', { name: address })}
          items={[
            { label: t('Edit'), icon: 'rename', onSelect: () => onDo('edit') },
            { label: t('Delete'), icon: 'remove', danger: true, onSelect: () => onDo('delete') },
          ]}
        >
          <Icon name="more" />
        </Menu>
      </td>
    </tr>
  );
}

function State({ server }: { readonly server: RowProps['server'] }) {
  const { text, bad } = stateOf(server);
  const { status } = server;
  return (
    <>
      {bad ? (
        <span class="reminder">
          <Icon name="warning" /> {text}
        </span>
      ) : (
        text
      )}
      {status !== undefined && (
        <small class="line">{t('{sent} sent, {waiting} waiting, {dropped} dropped', status)}</small>
      )}
    </>
  );
}
