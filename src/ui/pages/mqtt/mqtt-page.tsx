import { Page } from '../../frame/page.tsx';
import { MqttTab } from './mqtt-tab.tsx';

/** The speaker at an MQTT broker, as a page of its own. */
export const MqttPage = () => (
  <Page title="MQTT">
    <MqttTab />
  </Page>
);
