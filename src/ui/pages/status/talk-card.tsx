import { useState } from 'preact/hooks';
import { mayUseMicrophone } from '../../data/microphone.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import type { TalkMode, TalkState, TalkTo } from '../../data/talk.ts';
import { Card } from '../../parts/card.tsx';
import { holdHandlers } from '../../parts/hold.ts';
import { Icon } from '../../parts/icon.tsx';
import { RadioGroup } from '../../parts/radio-group.tsx';
import { t } from '../../language/translate.ts';

const MODES = [
  { value: 'live', label: t('Live'), explanation: t('Heard while you talk.') },
  {
    value: 'record',
    label: t('Record, then play'),
    explanation: t('Heard when you let go: near the speaker this cannot howl.'),
  },
] as const;

/** Hold the button and talk. */
export function TalkCard() {
  const { talk, session } = useSpeaker();
  const [mode, setMode] = useState<TalkMode>('live');
  const [wanted, setTo] = useState<TalkTo>('speaker');
  const group = useGroup();
  const to = group === undefined ? 'speaker' : wanted;
  const told = talk.state.value;
  if (!session.may('operator')) return null;
  if (!mayUseMicrophone()) {
    return (
      <Card title={t('Talk')}>
        <p class="empty">
          {t('Browsers give their microphone to HTTPS pages only. Open this page with https:// to talk.')}
        </p>
      </Card>
    );
  }
  const down = () => void talk.press({ mode, to });
  const up = () => talk.release();
  return (
    <Card title={t('Talk')}>
      <RadioGroup label={t('How')} value={mode} choices={MODES} onChange={setMode} />
      {group !== undefined && <RadioGroup label={t('To')} value={to} choices={listeners(group)} onChange={setTo} />}
      <button
        type="button"
        class={told.state === 'talking' ? 'button talk primary' : 'button talk'}
        aria-describedby="talk-state"
        disabled={told.state === 'playing'}
        {...holdHandlers({ down, up })}
      >
        <Icon name="microphone" /> {t('Hold to talk')}
      </button>
      <p id="talk-state" class={told.state === 'refused' ? 'field-error' : 'field-hint'} role="status">
        {wordsOf(told, { mode, to })}
      </p>
      <meter class="talk-level" aria-label={t('Level of your microphone')} min={0} max={1} value={levelOf(told)} />
    </Card>
  );
}

const levelOf = (told: TalkState) => (told.state === 'talking' ? Math.min(1, told.level) : 0);

/** Address and port of the group that this speaker sends to; undefined where there is none. */
function useGroup(): string | undefined {
  const { settings, settingAt } = useSpeaker();
  useResource(settings);
  const value = (name: string) => settingAt.value.get(`Stentor.Multicast.Group.${name}`)?.value;
  const address = value('Address');
  return typeof address === 'string' && address !== '' ? `${address}:${String(value('Port'))}` : undefined;
}

const listeners = (group: string) =>
  [
    { value: 'speaker', label: t('This speaker'), explanation: t('As a page.') },
    { value: 'group', label: t('The group'), explanation: t('All that listen to {group}.', { group }) },
  ] as const;

function wordsOf(told: TalkState, { mode, to }: { readonly mode: TalkMode; readonly to: TalkTo }): string {
  switch (told.state) {
    case 'idle':
      return t('Hold the button, or the space bar while it has the focus.');
    case 'opening':
      return t('The microphone is opened …');
    case 'talking':
      return mode === 'live'
        ? to === 'group'
          ? t('The group plays what you say.')
          : t('The speaker plays what you say.')
        : t('Recording. Let go to have it played.');
    case 'playing':
      return to === 'group' ? t('The group plays the last of it.') : t('The speaker plays the last of it.');
    case 'refused':
      return told.message;
  }
}
