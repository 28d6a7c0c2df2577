import { useState } from 'preact/hooks';
import { mayUseMicrophone } from '../../data/microphone.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import type { TalkMode, TalkState, TalkTo } from '../../data/talk.ts';
import { Card } from '../../parts/card.tsx';
import { holdHandlers } from '../../parts/hold.ts';
import { Icon } from '../../parts/icon.tsx';
import { RadioGroup } from '../../parts/radio-group.tsx';

const MODES = [
  { value: 'live', label: 'Live', explanation: 'Heard while you talk.' },
  {
    value: 'record',
    label: 'Record, then play',
    explanation: 'Heard when you let go: near the speaker this cannot howl.',
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
      <Card title="Talk">
        <p class="empty">Browsers give their microphone to HTTPS pages only. Open this page with https:// to talk.</p>
      </Card>
    );
  }
  const down = () => void talk.press({ mode, to });
  const up = () => talk.release();
  return (
    <Card title="Talk">
      <RadioGroup label="How" value={mode} choices={MODES} onChange={setMode} />
      {group !== undefined && <RadioGroup label="To" value={to} choices={listeners(group)} onChange={setTo} />}
      <button
        type="button"
        class={told.state === 'talking' ? 'button talk primary' : 'button talk'}
        aria-describedby="talk-state"
        disabled={told.state === 'playing'}
        {...holdHandlers({ down, up })}
      >
        <Icon name="microphone" /> Hold to talk
      </button>
      <p id="talk-state" class={told.state === 'refused' ? 'field-error' : 'field-hint'} role="status">
        {wordsOf(told, { mode, to })}
      </p>
      <meter class="talk-level" aria-label="Level of your microphone" min={0} max={1} value={levelOf(told)} />
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
    { value: 'speaker', label: 'This speaker', explanation: 'As a page.' },
    { value: 'group', label: 'The group', explanation: `All that listen to ${group}.` },
  ] as const;

function wordsOf(told: TalkState, { mode, to }: { readonly mode: TalkMode; readonly to: TalkTo }): string {
  const whoever = to === 'group' ? 'The group' : 'The speaker';
  switch (told.state) {
    case 'idle':
      return 'Hold the button, or the space bar while it has the focus.';
    case 'opening':
      return 'The microphone is opened …';
    case 'talking':
      return mode === 'live' ? `${whoever} plays what you say.` : 'Recording. Let go to have it played.';
    case 'playing':
      return `${whoever} plays the last of it.`;
    case 'refused':
      return told.message;
  }
}
