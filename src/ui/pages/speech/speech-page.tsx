import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { SettingField } from '../../form.tsx';
import { Page } from '../../frame/page.tsx';
import { Card } from '../../parts/card.tsx';
import type { Option } from '../../parts/select.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import type { SpeechInfo } from '../../../api/contract.ts';
import { SayCard } from './say-card.tsx';

/** Texts that the speaker says. */
export function SpeechPage() {
  const { speech, settings, session } = useSpeaker();
  const known = useResource(speech);
  const isKnown = useResource(settings) !== undefined;
  if (known === undefined || !isKnown) {
    return (
      <Page title="Speech">
        <Waiting what="the voices" problem={speech.problem.value} onRetry={() => void speech.ask()} />
      </Page>
    );
  }
  return (
    <Page title="Speech">
      {known.problem !== undefined && <p class="notice">{`There is no speech: ${known.problem}.`}</p>}
      {!session.may('operator') && <p class="notice">Your role may preview texts, but not have them said.</p>}
      <div class="cards">
        <SayCard speech={known} />
        <Card title="Voice">
          <SettingField
            path="Stentor.Speech.Voice"
            options={voicesOf(known)}
            hint={known.program === undefined ? '' : `The voices are those of ${known.program}.`}
          />
          <SettingField path="Stentor.Speech.Rate" />
          <SettingField path="Stentor.Speech.Pitch" hint="50 is the voice’s own." />
        </Card>
      </div>
    </Page>
  );
}

const voicesOf = ({ voices, voice }: SpeechInfo): readonly Option[] => [
  { value: '', label: `Usual: ${voices.find(({ id }) => id === voice)?.name ?? 'none'}` },
  ...voices.map(({ id, name, language }) => ({ value: id, label: `${name} (${language})` })),
];
