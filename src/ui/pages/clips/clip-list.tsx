import { useComputed } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { AudioHealth, Clip } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Icon } from '../../parts/icon.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { bytes } from '../../text/bytes.ts';
import { decibels } from '../../text/decibels.ts';
import { clipLength } from '../../text/duration.ts';
import { DeleteClip } from './delete-clip.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { useOwnGain } from './use-own-gain.ts';
import { RenameClip } from './rename-clip.tsx';
import { Waveform } from './waveform.tsx';
import { t } from '../../language/translate.ts';

interface Doing {
  readonly what: 'rename' | 'link' | 'delete';
  readonly clip: Clip;
}

/** All clips that were found, with the dialogs that belong to them. */
export function ClipList({ clips }: { readonly clips: readonly Clip[] }) {
  const [doing, setDoing] = useState<Doing | undefined>();
  const setOwnGain = useOwnGain();
  const close = () => setDoing(undefined);
  return (
    <>
      <ul class="clips" aria-label={t('Audio clips')}>
        {clips.map(clip => (
          <ClipRow
            key={clip.id}
            clip={clip}
            onDo={what => setDoing({ what, clip })}
            onOwnGain={ownGain => setOwnGain(clip, ownGain)}
          />
        ))}
      </ul>
      {doing?.what === 'rename' && <RenameClip clip={doing.clip} onClose={close} />}
      {doing?.what === 'link' && <LinkDialog clip={doing.clip} onClose={close} />}
      {doing?.what === 'delete' && <DeleteClip clip={doing.clip} onClose={close} />}
    </>
  );
}

interface ClipRowProps {
  readonly clip: Clip;
  readonly onDo: (what: Doing['what']) => void;
  readonly onOwnGain: (ownGain: boolean) => void;
}

function ClipRow({ clip, onDo, onOwnGain }: ClipRowProps) {
  const { live, session } = useSpeaker();
  const played = useComputed(() => playedShare(live.audio.value, clip.id)).value;
  return (
    <li class={played === undefined ? 'clip' : 'clip playing'}>
      <PlayButton clip={clip} playing={played !== undefined} />
      <div class="clip-name">
        <h2>{clip.name}</h2>
        <small title={clip.location}>{t('Number {id} · {location}', { id: clip.id, location: clip.location })}</small>
      </div>
      <Waveform peaks={clip.waveform} played={played} />
      <ClipFacts clip={clip} />
      <Menu
        label={t('More for {name}', { name: clip.name })}
        items={itemsFor(clip, session.may('operator'), { onDo, onOwnGain })}
      >
        <Icon name="more" />
      </Menu>
    </li>
  );
}

function PlayButton({ clip: { id, name }, playing }: { readonly clip: Clip; readonly playing: boolean }) {
  const { client, toasts } = useSpeaker();
  const path = playing ? '/api/clips/stop' : `/api/clips/${encodeURIComponent(id)}/play`;
  const press = () => void toasts.attempt(() => client.change({ method: 'POST', path, body: {} }), 'play');
  const label = playing ? t('Stop {name}', { name }) : t('Play {name}', { name });
  return (
    <button type="button" class="round-button" aria-label={label} title={label} onClick={press}>
      <Icon name={playing ? 'stop' : 'play'} />
    </button>
  );
}

function ClipFacts({ clip }: { readonly clip: Clip }) {
  const { durationMs, format, bytes: size, lufs, truePeakDb } = clip;
  const facts: readonly (readonly [name: string, value: string])[] = [
    [t('Duration'), clipLength(durationMs)],
    [t('Format'), format],
    [t('Size'), bytes(size)],
    [t('Loudness'), lufs === null ? '– LUFS' : decibels(lufs, 'LUFS')],
    [t('True peak'), truePeakDb === null ? '– dBTP' : decibels(truePeakDb, 'dBTP')],
    [t('Gain'), gainWords(clip)],
  ];
  return (
    <dl class="clip-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What it is played with, so that all are equally loud. */
const gainWords = ({ gainDb, ownGain }: Clip) =>
  ownGain ? t('own gain') : `${gainDb > 0 ? '+' : ''}${decibels(gainDb, 'dB')}`;

function playedShare(audio: AudioHealth | undefined, id: string): number | undefined {
  const playing = audio?.playing.find(({ clip }) => clip === id);
  if (playing === undefined) return undefined;
  const { atMs, durationMs } = playing;
  return durationMs === 0 ? 0 : Math.min(1, atMs / durationMs);
}

type Doings = Pick<ClipRowProps, 'onDo' | 'onOwnGain'>;

function itemsFor(clip: Clip, mayChange: boolean, { onDo, onOwnGain }: Doings): MenuItem[] {
  const url = `/api/clips/${encodeURIComponent(clip.id)}/file`;
  const link: MenuItem = { label: t('Create link'), icon: 'link', onSelect: () => onDo('link') };
  const download: MenuItem = { label: t('Download'), icon: 'download', download: { url, name: clip.location } };
  if (!mayChange) return [link, download];
  return [
    { label: t('Rename'), icon: 'rename', onSelect: () => onDo('rename') },
    link,
    download,
    {
      label: clip.ownGain ? t('Play as loud as the others') : t('Use the clip’s own gain'),
      icon: 'sliders',
      onSelect: () => onOwnGain(!clip.ownGain),
    },
    { label: t('Delete'), icon: 'remove', danger: true, onSelect: () => onDo('delete') },
  ];
}
