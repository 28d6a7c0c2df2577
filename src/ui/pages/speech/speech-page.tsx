import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { SettingField } from '../../form.tsx';
import { Page } from '../../frame/page.tsx';
import { Card } from '../../parts/card.tsx';
import type { Option } from '../../parts/select.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import type { SpeechInfo } from '../../../api/contract.ts';
import { SayCard } from './say-card.tsx';
import { t } from '../../language/translate.ts';
import { told } from '../../language/told.ts';

/** Texts that the speaker says. */
export function SpeechPage() {
  const { speech, settings, session } = useSpeaker();
  const known = useResource(speech);
  const isKnown = useResource(settings) !== undefined;
  if (known === undefined || !isKnown) {
    return (
      <Page title={t('Speech')}>
        <Waiting what={t('the voices')} problem={speech.problem.value} onRetry={() => void speech.ask()} />
      </Page>
    );
  }
  return (
    <Page title={t('Speech')}>
      {known.problem !== undefined && (
        <p class="notice">{t('There is no speech: {why}.', { why: told(known.problem) })}</p>
      )}
      {!session.may('operator') && <p class="notice">{t('Your role may preview texts, but not have them said.')}</p>}
      <div class="cards">
        <SayCard speech={known} />
        <Card title={t('Voice')}>
          <SettingField
            path="Stentor.Speech.Voice"
            options={voicesOf(known)}
            hint={
              known.program === undefined ? '' : t('The voices are those of {program}.', { program: known.program })
            }
          />
          <SettingField path="Stentor.Speech.Rate" />
          <SettingField path="Stentor.Speech.Pitch" hint={t('50 is the voice’s own.')} />
        </Card>
      </div>
    </Page>
  );
}

const voicesOf = ({ voices, voice }: SpeechInfo): readonly Option[] => [
  { value: '', label: t('Usual: {name}', { name: voices.find(({ id }) => id === voice)?.name ?? t('none') }) },
  ...voices.map(({ id, name, language }) => ({ value: id, label: `${name} (${language})` })),
];
