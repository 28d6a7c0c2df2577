import type { Mqtt, MqttChange, RecipientTest } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';

/** Changes and tests the MQTT client. */
export function useMqttChange() {
  const { client, mqtt } = useSpeaker();
  /** @throws Refusal whose field is that of the form */
  const send = async (method: 'PATCH' | 'POST', path: string, body: MqttChange) => {
    try {
      return await client.change({ method, path, body });
    } catch (error) {
      throw error instanceof Refusal ? ofTheForm(error) : error;
    }
  };
  return {
    change: async (body: MqttChange) => {
      mqtt.value.value = (await send('PATCH', '/api/mqtt', body)) as Mqtt;
    },
    test: async (body: MqttChange) => (await send('POST', '/api/mqtt/test', body)) as RecipientTest,
  };
}

/** The speaker names what was sent, `client.port`; the form calls it `port`. */
const ofTheForm = ({ status, message, field }: Refusal) =>
  new Refusal(
    { message, ...(field === undefined ? {} : { field: field.replace(/^client\.|^.*\.(?=topicFilter$)/, '') }) },
    status,
  );
