import { useState } from 'preact/hooks';
import type { Clip } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Icon } from '../../parts/icon.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { clipLink } from './clip-link.ts';
import { origins } from './origins.ts';

const MAX_VOLUME = 1000;
const MAX_REPEAT = 1_000_000;

/** Makes the address that plays a clip, for a camera's HTTP recipient. */
export function LinkDialog({ clip, onClose }: { readonly clip: Clip; readonly onClose: () => void }) {
  const [volume, setVolume] = useState('100');
  const [repeat, setRepeat] = useState('0');
  const volumeError = isWhole(volume, 0, MAX_VOLUME) ? undefined : 'Type a number from 0 to 1000.';
  const repeatError = isWhole(repeat, -1, MAX_REPEAT) ? undefined : 'Type 0 or more, or −1 to play until stopped.';
  const play = { repeat: Number(repeat), volume: Number(volume) };
  const valid = volumeError === undefined && repeatError === undefined;
  return (
    <Dialog title={`Create link for ${clip.name}`} onClose={onClose}>
      <div class="form">
        <TextField
          label="Volume (%)"
          type="number"
          min={0}
          max={MAX_VOLUME}
          value={volume}
          onInput={setVolume}
          error={volumeError}
          hint="100 is the clip as it is. Above that, the limiter keeps loud parts from distorting."
        />
        <TextField
          label="Number of times to repeat"
          type="number"
          min={-1}
          max={MAX_REPEAT}
          value={repeat}
          onInput={setRepeat}
          error={repeatError}
          hint={repeatWords(repeatError === undefined ? play.repeat : undefined)}
          after={
            <label class="check">
              <input
                type="checkbox"
                checked={repeat === '-1'}
                onChange={event => setRepeat(event.currentTarget.checked ? '-1' : '0')}
              />
              Until stopped
            </label>
          }
        />
        <Links location={clip.location} play={valid ? play : undefined} />
        <Try clip={clip} play={valid ? play : undefined} onClose={onClose} />
      </div>
    </Dialog>
  );
}

const isWhole = (text: string, min: number, max: number) =>
  /^-?\d+$/.test(text) && Number(text) >= min && Number(text) <= max;

function repeatWords(repeat: number | undefined): string {
  if (repeat === undefined) return '';
  if (repeat === -1) return '−1: plays until stopped.';
  return repeat === 0 ? '0: plays once.' : `Plays ${repeat + 1} times in all.`;
}

interface Play {
  readonly repeat: number;
  readonly volume: number;
}

function Links({ location: clip, play }: { readonly location: string; readonly play: Play | undefined }) {
  const { settings, settingAt, device } = useSpeaker();
  useResource(settings);
  const port = (path: string) => {
    const value = settingAt.value.get(path)?.value;
    return value === undefined ? undefined : Number(value);
  };
  const { http, https } = origins(location, { http: port('System.BoaPort'), https: port('System.HTTPSPort') });
  const link = (origin: string) => (play === undefined ? '' : clipLink(origin, { location: clip, ...play }));
  return (
    <>
      <LinkField label="Link (HTTP)" copy="Copy HTTP link" text={link(http)} />
      {settingAt.value.get('HTTPS.Enabled')?.value !== false && (
        <LinkField label="Link (HTTPS)" copy="Copy HTTPS link" text={link(https)} />
      )}
      <p class="field-hint">
        Paste it as the URL of an HTTP recipient in the camera, with the user name and password of an account on this
        speaker. An account with the role Viewer is enough.
      </p>
      <LoopbackWarning addresses={useResource(device)?.addresses ?? []} />
    </>
  );
}

interface LinkFieldProps {
  readonly label: string;
  readonly copy: string;
  readonly text: string;
}

const LinkField = ({ label, copy, text }: LinkFieldProps) => (
  <Field label={label}>
    {control => (
      <div class="with-after">
        <textarea
          {...control}
          class="input link"
          readOnly
          rows={3}
          value={text}
          onFocus={event => event.currentTarget.select()}
        />
        <CopyButton label={copy} text={text} disabled={text === ''} />
      </div>
    )}
  </Field>
);

function LoopbackWarning({ addresses }: { readonly addresses: readonly string[] }) {
  if (!/^(localhost|127\.|\[::1\])/.test(location.hostname)) return null;
  return (
    <p class="notice">
      A camera cannot reach “{location.hostname}”. Open this page at the speaker’s own address
      {addresses[0] === undefined ? '' : `, for example ${addresses[0]},`} and create the link there.
    </p>
  );
}

interface TryProps {
  readonly clip: Clip;
  readonly play: Play | undefined;
  readonly onClose: () => void;
}

function Try({ clip, play, onClose }: TryProps) {
  const { client, live } = useSpeaker();
  const [problem, setProblem] = useState('');
  const playing = live.audio.value?.playing.some(({ clip: id }) => id === clip.id) === true;
  const post = (path: string, body: unknown) => {
    setProblem('');
    client.change({ method: 'POST', path, body }).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      setProblem(error.message);
    });
  };
  return (
    <>
      {problem !== '' && (
        <p class="notice error" role="alert">
          {problem}
        </p>
      )}
      <div class="form-buttons">
        {playing ? (
          <button type="button" class="button" onClick={() => post('/api/clips/stop', {})}>
            <Icon name="stop" /> Stop
          </button>
        ) : (
          <button
            type="button"
            class="button"
            disabled={play === undefined}
            onClick={() => post(`/api/clips/${encodeURIComponent(clip.id)}/play`, play)}
          >
            <Icon name="play" /> Try
          </button>
        )}
        <button type="button" class="button primary" onClick={onClose}>
          Done
        </button>
      </div>
    </>
  );
}
