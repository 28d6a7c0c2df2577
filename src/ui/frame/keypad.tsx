import { useEffect, useRef, useState } from 'preact/hooks';
import { useSpeaker } from '../data/speaker.ts';
import type { ActOnCall } from './act-on-call.ts';
import { t } from '../language/translate.ts';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
/** Of the keys that were sent so many are shown. */
const SHOWN = 16;

interface KeypadProps {
  readonly who: string;
  readonly act: ActOnCall;
  readonly onClose: () => void;
}

/** The keys of a telephone; typing them does the same. */
export function Keypad({ who, act, onClose }: KeypadProps) {
  const { toasts } = useSpeaker();
  const [sent, setSent] = useState('');
  const keys = useRef<HTMLDivElement>(null);
  /** One after the other, or the network might turn them round. */
  const before = useRef<Promise<unknown>>(Promise.resolve());
  useEffect(() => keys.current?.querySelector('button')?.focus(), []);
  const send = (tones: string) => {
    before.current = before.current.then(async () => {
      if (await toasts.attempt(() => act('dtmf', { tones }), 'keypad'))
        setSent(already => `${already}${tones}`.slice(-SHOWN));
    });
  };
  return (
    <div
      ref={keys}
      class="sip-keypad"
      role="group"
      aria-label={t('Keypad for {who}', { who })}
      onKeyDown={event => {
        if (event.key === 'Escape') onClose();
        else if (KEYS.includes(event.key)) send(event.key);
      }}
    >
      {KEYS.map(key => (
        <button key={key} type="button" class="button" onClick={() => send(key)}>
          {key}
        </button>
      ))}
      <output aria-label={t('Keys sent')}>{sent}</output>
    </div>
  );
}
