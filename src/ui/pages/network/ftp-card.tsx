import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { SettingField } from '../../form.tsx';
import { Card } from '../../parts/card.tsx';
import { t } from '../../language/translate.ts';

/** Audio clips as files. */
export function FtpCard() {
  useResource(useSpeaker().settings);
  return (
    <Card title={t('FTP')}>
      <p class="card-text">
        {t(
          'Operators and administrators can list, upload, download and delete audio clips with an FTP program. Each service that is open is a way in: switch it off when it is not used.',
        )}
      </p>
      <SettingField path="Network.FTP.Enabled" hint={t('With encryption (explicit TLS), port 21.')} />
      <SettingField
        path="Stentor.Network.FTP.AllowUnencrypted"
        label={t('Allow FTP without encryption')}
        hint={t('Everybody on the way can read passwords then. Only for programs that know no TLS.')}
      />
      <SettingField
        path="Stentor.Network.FTP.FirstPassivePort"
        label={t('First port for files')}
        hint={t('This one and the 19 after it: a firewall has to let them through.')}
      />
    </Card>
  );
}
