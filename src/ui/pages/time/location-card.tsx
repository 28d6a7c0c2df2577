import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { SettingField } from '../../form.tsx';
import { Card } from '../../parts/card.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { t } from '../../language/translate.ts';

const LOCATION = 'Stentor.Location';

/** Where the speaker hangs, for maps and for people. */
export function LocationCard() {
  const { settings } = useSpeaker();
  const isKnown = useResource(settings) !== undefined;
  return (
    <Card title={t('Device location')}>
      {isKnown ? (
        <>
          <SettingField path={`${LOCATION}.Label`} hint={t('Such as Main entrance, above the door.')} />
          <SettingField path={`${LOCATION}.Latitude`} hint={t('Degrees, south negative: 55.7047.')} />
          <SettingField path={`${LOCATION}.Longitude`} hint={t('Degrees, west negative: 13.1910.')} />
          <SettingField path={`${LOCATION}.Heading`} hint={t('Degrees clockwise from north, 0 to 359.')} />
        </>
      ) : (
        <Waiting what={t('the settings')} problem={settings.problem.value} onRetry={() => void settings.ask()} />
      )}
    </Card>
  );
}
