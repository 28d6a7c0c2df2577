import { useState } from 'preact/hooks';
import { mayUseMicrophone } from '../../data/microphone.ts';
import { useSpeaker } from '../../data/speaker.ts';
import type { TalkMode, TalkState } from '../../data/talk.ts';
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
  const told = talk.state.value;
  if (!session.may('operator')) return null;
  if (!mayUseMicrophone()) {
    return (
      <Card title="Talk">
        <p class="empty">Browsers give their microphone to HTTPS pages only. Open this page with https:// to talk.</p>
      </Card>
    );
  }
  const down = () => void talk.press(mode);
  const up = () => talk.release();
  return (
    <Card title="Talk">
      <RadioGroup label="How" value={mode} choices={MODES} onChange={setMode} />
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
        {wordsOf(told, mode)}
      </p>
      <meter class="talk-level" aria-label="Level of your microphone" min={0} max={1} value={levelOf(told)} />
    </Card>
  );
}

const levelOf = (told: TalkState) => (told.state === 'talking' ? Math.min(1, told.level) : 0);

function wordsOf(told: TalkState, mode: TalkMode): string {
  switch (told.state) {
    case 'idle':
      return 'Hold the button, or the space bar while it has the focus.';
    case 'opening':
      return 'The microphone is opened …';
    case 'talking':
      return mode === 'live' ? 'The speaker plays what you say.' : 'Recording. Let go to have it played.';
    case 'playing':
      return 'The speaker plays the last of it.';
    case 'refused':
      return told.message;
  }
}
