import type { SourceClass } from '../../api/contract.ts';
import { SettingField } from '../form.tsx';
import { useSpeaker } from '../data/speaker.ts';
import { Page } from '../frame/page.tsx';
import { SettingCards } from '../frame/setting-cards.tsx';
import { Card } from '../parts/card.tsx';

/** The strongest first, as they are heard. The speaker test always has the speaker to itself. */
const CLASSES: readonly (readonly [Exclude<SourceClass, 'test'>, string, string])[] = [
  ['emergency', 'Emergency', 'Alarms and what must be heard above all.'],
  ['call', 'Call', 'SIP calls.'],
  ['paging', 'Paging', 'Live sound over HTTP, multicast, and the talk button.'],
  ['announcement', 'Announcement', 'Audio clips that links, cameras and rules play; speech.'],
  ['advertisement', 'Advertisement', 'Recorded messages between the music.'],
  ['music', 'Music', 'Streams and background music.'],
];

const LOWER = {
  mix: 'go on beside it',
  duck: 'go on more softly',
  mute: 'go on unheard',
  pause: 'wait, then go on from the same point',
};
const SEVERAL = {
  together: 'sound together',
  replace: 'the newest ends the others',
  newest: 'the newest is heard, the others wait',
  queue: 'one after the other',
};

/** Who is heard when several want to be. */
export function ClassesPage() {
  return (
    <Page title="Sound classes">
      <p class="page-lead">
        When several sounds come together, the higher class decides what the lower ones do. When it ends, they get back
        exactly what they had.
      </p>
      <SettingCards>
        {CLASSES.map(([name, title, what], index) => (
          <ClassCard key={name} title={title} what={what} lowest={index === CLASSES.length - 1} />
        ))}
      </SettingCards>
    </Page>
  );
}

interface ClassCardProps {
  readonly title: string;
  readonly what: string;
  readonly lowest: boolean;
}

function ClassCard({ title, what, lowest }: ClassCardProps) {
  const { settingAt } = useSpeaker();
  const path = (last: string) => `Stentor.Audio.Class.${title}.${last}`;
  const lower = settingAt.value.get(path('Lower'))?.value;
  return (
    <Card title={title}>
      <p class="card-lead">{what}</p>
      <SettingField path={path('Gain')} label="Gain" />
      {!lowest && <SettingField path={path('Lower')} label="While it sounds, lower classes" words={LOWER} />}
      {!lowest && lower === 'duck' && <SettingField path={path('Duck')} label="Softer by" />}
      <SettingField path={path('Several')} label="Several of this class" words={SEVERAL} />
      {!lowest && lower !== 'mix' && (
        <details class="more">
          <summary>How fast</summary>
          <SettingField path={path('Attack')} label="Attack, ms" hint="Until the lower ones have given way." />
          <SettingField path={path('Release')} label="Release, ms" hint="Until they are back." />
        </details>
      )}
    </Card>
  );
}
