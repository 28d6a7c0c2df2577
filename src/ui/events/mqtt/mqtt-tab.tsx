import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { Waiting } from '../../parts/waiting.tsx';
import { ClientCard } from './client-card.tsx';
import { HomeAssistantCard } from './home-assistant-card.tsx';
import { PublicationCard } from './publication-card.tsx';
import { SubscriptionsCard } from './subscriptions-card.tsx';

/** The MQTT client, what it publishes and hears, and Home Assistant; needs nothing around it. */
export function MqttTab() {
  const { mqtt } = useSpeaker();
  const known = useResource(mqtt);
  if (known === undefined) return <Waiting what="MQTT" problem={mqtt.problem.value} onRetry={() => void mqtt.ask()} />;
  return (
    <div class="stack">
      <ClientCard known={known} />
      <PublicationCard known={known} />
      <SubscriptionsCard known={known} />
      <HomeAssistantCard known={known} />
    </div>
  );
}
