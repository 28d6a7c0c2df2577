import type { VirtualBoardChange, VirtualBoardState } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { useWish } from '../../data/use-wish.ts';
import { Card } from '../../parts/card.tsx';
import { Field } from '../../parts/field.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Switch } from '../../parts/switch.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { ControlButton } from './control-button.tsx';
import { MediumField } from './medium-field.tsx';
import { RoomFields } from './room-fields.tsx';
import { StatusLed } from './status-led.tsx';
import { t } from '../../language/translate.ts';

/** The parts of a virtual board that a hand would touch on a real one. */
export function VirtualBoardCard() {
  const { board, client, toasts, session } = useSpeaker();
  const state = useResource(board);
  const wish = useWish((body: VirtualBoardChange) =>
    toasts.attempt(async () => {
      await client.change({ method: 'PATCH', path: '/api/board', body });
      await board.ask();
    }, 'board'),
  );
  if (state === undefined) {
    return (
      <Card title={t('Virtual board')}>
        <Waiting what={t('the virtual board')} problem={board.problem.value} onRetry={() => void board.ask()} />
      </Card>
    );
  }
  return (
    <Card title={t('Virtual board')}>
      <div class="board-front">
        <StatusLed show={state.led} />
        <ControlButton pressed={state.buttonPressed} locked={!session.may('operator')} />
      </div>
      <BoardControls
        state={{ ...state, ...wish.wanted.value?.value }}
        locked={!session.may('operator')}
        onChange={change => wish.want({ ...wish.wanted.peek()?.value, ...change })}
      />
    </Card>
  );
}

interface BoardControlsProps {
  readonly state: VirtualBoardState;
  readonly locked: boolean;
  readonly onChange: (change: VirtualBoardChange) => void;
}

function BoardControls({ state, locked, onChange }: BoardControlsProps) {
  return (
    <>
      <Field label={t('Microphone switch')}>
        {control => (
          <Switch
            control={control}
            on={state.micSwitchOn}
            disabled={locked}
            onChange={on => onChange({ micSwitchOn: on })}
          />
        )}
      </Field>
      <Field label={t('Undervoltage')}>
        {control => (
          <Switch
            control={control}
            on={state.undervoltage}
            disabled={locked}
            onChange={undervoltage => onChange({ undervoltage })}
          />
        )}
      </Field>
      <MediumField medium={state.medium} locked={locked} onChange={medium => onChange({ medium })} />
      {state.card === 'virtual' ? (
        <VirtualCardControls state={state} locked={locked} onChange={onChange} />
      ) : (
        <p class="field-hint">
          {t('The sound card is this machine’s own: it can be neither unplugged nor recorded here.')}
        </p>
      )}
    </>
  );
}

function VirtualCardControls({ state: { room, unplugged, xruns }, locked, onChange }: BoardControlsProps) {
  return (
    <>
      <RoomFields room={room} locked={locked} onChange={changed => onChange({ room: changed })} />
      <div class="row">
        <button type="button" class="button" disabled={locked} onClick={() => onChange({ unplugged: !unplugged })}>
          <Icon name="plug" /> {unplugged ? t('Plug the sound card in') : t('Unplug the sound card')}
        </button>
        <span class="field-hint">
          {unplugged ? t('The sound card is unplugged.') : t('The sound card is plugged in.')}{' '}
          {t('Xruns: {playback} playback, {capture} capture.', { playback: xruns.playback, capture: xruns.capture })}
        </span>
      </div>
      <Recordings />
    </>
  );
}

const SIDES = [
  { side: 'speaker', label: t('Speaker') },
  { side: 'microphone', label: t('Microphone') },
];

const Recordings = () => (
  <div class="row">
    <span>{t('Download recording of the last 10 seconds:')}</span>
    {SIDES.map(({ side, label }) => (
      <a
        key={side}
        class="button"
        href={`/api/board/recording?seconds=10&side=${side}`}
        download={`${side}.wav`}
        aria-label={t('Download recording: {label}', { label })}
      >
        <Icon name="download" /> {label}
      </a>
    ))}
  </div>
);
