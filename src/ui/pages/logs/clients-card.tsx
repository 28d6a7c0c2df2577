import type { ConnectedClient } from '../../../api/contract.ts';
import { useReading } from '../../data/use-reading.ts';
import { Card } from '../../parts/card.tsx';
import { Waiting } from '../../parts/waiting.tsx';

/** Who is connected at the moment. */
export function ClientsCard() {
  const { value, problem, busy, read } = useReading<readonly ConnectedClient[]>('/api/clients');
  const again = (
    <button type="button" class="button small" aria-disabled={busy} onClick={read}>
      Refresh
    </button>
  );
  return (
    <Card title="Connected clients" aside={again}>
      {value === undefined || problem !== undefined ? (
        <Waiting what="the connections" problem={problem} onRetry={read} />
      ) : (
        <table class="table">
          <caption class="out-of-sight">Connected clients</caption>
          <thead>
            <tr>
              <th scope="col">IP address</th>
              <th scope="col" class="only-wide">
                Protocol
              </th>
              <th scope="col">Port</th>
              <th scope="col">State</th>
              <th scope="col">Service</th>
              <th scope="col" class="only-wide">
                PID/process
              </th>
            </tr>
          </thead>
          <tbody>
            {value.map(client => (
              <tr key={`${client.address} ${client.port} ${client.localPort}`}>
                <th scope="row">{client.address}</th>
                <td class="only-wide">{client.protocol}</td>
                <td>{client.port}</td>
                <td>{client.state.toLowerCase()}</td>
                <td>{client.service === '' ? 'outgoing' : client.service}</td>
                <td class="only-wide">{client.process}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
