import type { SourceClass } from '../../api/contract.ts';
import { SettingField } from '../form.tsx';
import { useSpeaker } from '../data/speaker.ts';
import { Page } from '../frame/page.tsx';
import { SettingCards } from '../frame/setting-cards.tsx';
import { Card } from '../parts/card.tsx';
import { t } from '../language/translate.ts';

const LOWER = {
  mix: t('go on beside it'),
  duck: t('go on more softly'),
  mute: t('go on unheard'),
  pause: t('wait, then go on from the same point'),
};
const SEVERAL = {
  together: t('sound together'),
  replace: t('the newest ends the others'),
  newest: t('the newest is heard, the others wait'),
  queue: t('one after the other'),
};

/** Who is heard when several want to be. */
export function ClassesPage() {
  return (
    <Page title={t('Sound classes')}>
      <p class="page-lead">
        {t(
          'When several sounds come together, the higher class decides what the lower ones do. When it ends, they get back exactly what they had.',
        )}
      </p>
      <SettingCards>
        {/* The strongest first, as they are heard. The speaker test always has the speaker to itself. */}
        <ClassCard name="emergency" title={t('Emergency')} what={t('Alarms and what must be heard above all.')} />
        <ClassCard name="call" title={t('Call')} what={t('SIP calls.')} />
        <ClassCard
          name="paging"
          title={t('Paging')}
          what={t('Live sound over HTTP, multicast, and the talk button.')}
        />
        <ClassCard
          name="announcement"
          title={t('Announcement')}
          what={t('Audio clips that links, cameras and rules play; speech.')}
        />
        <ClassCard name="advertisement" title={t('Advertisement')} what={t('Recorded messages between the music.')} />
        <ClassCard name="music" title={t('Music')} what={t('Streams and background music.')} lowest />
      </SettingCards>
    </Page>
  );
}

interface ClassCardProps {
  readonly name: Exclude<SourceClass, 'test'>;
  readonly title: string;
  readonly what: string;
  readonly lowest?: boolean;
}

function ClassCard({ name, title, what, lowest = false }: ClassCardProps) {
  const { settingAt } = useSpeaker();
  const path = (last: string) => `Stentor.Audio.Class.${name.charAt(0).toUpperCase()}${name.slice(1)}.${last}`;
  const lower = settingAt.value.get(path('Lower'))?.value;
  return (
    <Card title={title}>
      <p class="card-text">{what}</p>
      <SettingField path={path('Gain')} label={t('Gain')} />
      {!lowest && <SettingField path={path('Lower')} label={t('While it sounds, lower classes')} words={LOWER} />}
      {!lowest && lower === 'duck' && <SettingField path={path('Duck')} label={t('Softer by')} />}
      <SettingField path={path('Several')} label={t('Several of this class')} words={SEVERAL} />
      {!lowest && lower !== 'mix' && (
        <details class="more">
          <summary>{t('How fast')}</summary>
          <SettingField
            path={path('Attack')}
            label={t('Attack, ms')}
            hint={t('Until the lower ones have given way.')}
          />
          <SettingField path={path('Release')} label={t('Release, ms')} hint={t('Until they are back.')} />
        </details>
      )}
    </Card>
  );
}
