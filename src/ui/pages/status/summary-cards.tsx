import type { ConnectedClient, Firewall } from '../../../api/contract.ts';
import { useReading } from '../../data/use-reading.ts';
import { useResource } from '../../data/use-resource.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { type Fact, Facts } from '../../parts/facts.tsx';
import { MoreLink } from '../../parts/more-link.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { minute } from '../../text/when.ts';
import { plural, t } from '../../language/translate.ts';

/** In short what other pages tell at length; what the person's role may not see is left out. */
export function SummaryCards() {
  const { session } = useSpeaker();
  return (
    <>
      {session.may('admin') && <SecurityCard />}
      <TimeCard />
      {session.may('admin') && <ClientsCard />}
      <SpeakerTestCard />
      {session.may('operator') && <RecordingsCard />}
    </>
  );
}

/** Each way in, and who may come. */
function SecurityCard() {
  const { network, firewall, settings, settingAt } = useSpeaker();
  const web = useResource(network)?.settings.web.access;
  const plan = useResource(firewall)?.plan;
  useResource(settings);
  const onOff = (path: string) => (settingAt.value.get(path)?.value === true ? t('On') : t('Off'));
  const facts: Fact[] = [
    { name: t('HTTP and HTTPS'), value: web === 'https' ? t('HTTPS only') : t('Both') },
    { name: 'FTP', value: onOff('Network.FTP.Enabled') },
    { name: 'SSH', value: onOff('Network.SSH.Enabled') },
    firewallFact(plan),
  ];
  return (
    <Card title={t('Security')} aside={<MoreLink to="/system/security" text={t('Security settings')} />}>
      {web !== undefined && plan !== undefined ? (
        <Facts facts={facts} />
      ) : (
        <Waiting
          what={t('the firewall')}
          problem={network.problem.value ?? firewall.problem.value}
          onRetry={() => {
            void network.ask();
            void firewall.ask();
          }}
        />
      )}
    </Card>
  );
}

const firewallFact = (plan: Firewall['plan'] | undefined): Fact => {
  if (plan?.activated !== true) return { name: t('Firewall'), value: t('Off') };
  const note = plan.policy === 'drop' ? t('Default policy: deny') : t('Default policy: allow');
  return { name: t('Firewall'), value: t('On'), note };
};

function TimeCard() {
  const { time, session } = useSpeaker();
  const known = useResource(time);
  const settings = session.may('admin') ? t('NTP settings') : t('Time and location');
  return (
    <Card title={t('Time sync status')} aside={<MoreLink to="/system/time" text={settings} />}>
      {known === undefined ? (
        <Waiting what={t('the time')} problem={time.problem.value} onRetry={() => void time.ask()} />
      ) : (
        <Facts
          facts={[
            {
              name: t('Synchronization'),
              value: known.sync.enabled
                ? known.sync.synchronized
                  ? t('Synchronized')
                  : t('Not synchronized yet')
                : t('Off'),
              bad: known.sync.enabled && !known.sync.synchronized,
            },
            ...(known.sync.enabled ? [{ name: t('Server'), value: known.sync.server || t('None') }] : []),
          ]}
        />
      )}
    </Card>
  );
}

function ClientsCard() {
  const { value, problem, read } = useReading<readonly ConnectedClient[]>('/api/clients');
  return (
    <Card title={t('Connected clients')} aside={<MoreLink to="/system/logs" text={t('View details')} />}>
      {value === undefined ? (
        <Waiting what={t('the connections')} problem={problem} onRetry={read} />
      ) : (
        <p>{plural('1 connection', '{count} connections', value.length)}</p>
      )}
    </Card>
  );
}

function SpeakerTestCard() {
  const { speakerTest } = useSpeaker();
  const known = useResource(speakerTest);
  return (
    <Card title={t('Speaker test')} aside={<MoreLink to="/audio/speaker-test" text={t('Open the speaker test')} />}>
      {known === undefined ? (
        <Waiting
          what={t('the speaker test')}
          problem={speakerTest.problem.value}
          onRetry={() => void speakerTest.ask()}
        />
      ) : (
        <p>
          {known.calibration === null
            ? t('Not calibrated yet.')
            : t('Calibrated {time}.', { time: minute(known.calibration.at) })}
        </p>
      )}
    </Card>
  );
}

function RecordingsCard() {
  const { recordings } = useSpeaker();
  const ongoing = useResource(recordings)?.filter(recording => recording.ongoing);
  return (
    <Card title={t('Ongoing recordings')} aside={<MoreLink to="/audio/recordings" text={t('Recordings')} />}>
      {ongoing === undefined && (
        <Waiting what={t('the recordings')} problem={recordings.problem.value} onRetry={() => void recordings.ask()} />
      )}
      {ongoing?.length === 0 && <p class="empty">{t('None')}</p>}
      {ongoing !== undefined && ongoing.length > 0 && (
        <ul>
          {ongoing.map(({ id, label, startedAt }) => (
            <li key={id}>
              {[label.replaceAll('_', ' '), t('since {time}', { time: minute(startedAt) })]
                .filter(word => word !== '')
                .join(', ')}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
