import type { ConnectedClient } from '../../../api/contract.ts';
import { useReading } from '../../data/use-reading.ts';
import { Card } from '../../parts/card.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { t } from '../../language/translate.ts';

/** Of a connection of TCP (RFC 9293, 3.3.2), those that last. */
const STATES: Readonly<Record<string, string>> = {
  ESTABLISHED: t('established'),
  CLOSE_WAIT: t('closed by the other end'),
};

/** Who is connected at the moment. */
export function ClientsCard() {
  const { value, problem, busy, read } = useReading<readonly ConnectedClient[]>('/api/clients');
  const again = (
    <button type="button" class="button small" aria-disabled={busy} onClick={read}>
      {t('Refresh')}
    </button>
  );
  return (
    <Card title={t('Connected clients')} aside={again}>
      {value === undefined || problem !== undefined ? (
        <Waiting what={t('the connections')} problem={problem} onRetry={read} />
      ) : (
        <table class="table">
          <caption class="out-of-sight">{t('Connected clients')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('IP address')}</th>
              <th scope="col" class="only-wide">
                {t('Protocol')}
              </th>
              <th scope="col">{t('Port')}</th>
              <th scope="col">{t('State')}</th>
              <th scope="col">{t('Service')}</th>
              <th scope="col" class="only-wide">
                {t('PID/process')}
              </th>
            </tr>
          </thead>
          <tbody>
            {value.map(client => (
              <tr key={`${client.address} ${client.port} ${client.localPort}`}>
                <th scope="row">{client.address}</th>
                <td class="only-wide">{client.protocol}</td>
                <td>{client.port}</td>
                <td>{STATES[client.state] ?? client.state.toLowerCase()}</td>
                <td>{client.service === '' ? t('outgoing') : client.service}</td>
                <td class="only-wide">{client.process}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
