import { useState } from 'preact/hooks';
import type { MulticastSource } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { SettingField } from '../../form.tsx';
import { Page } from '../../frame/page.tsx';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { DeleteSource } from './delete-source.tsx';
import { EditSource } from './edit-source.tsx';
import { GroupCard } from './group-card.tsx';
import { SourceList } from './source-list.tsx';
import { t } from '../../language/translate.ts';

type Doing = { readonly what: 'add' } | { readonly what: 'edit' | 'delete'; readonly source: MulticastSource };

/** The multicast sources: who may be heard, how important each is, how each does. */
export function MulticastPage() {
  const { multicast, settings, session } = useSpeaker();
  const known = useResource(multicast);
  useResource(settings);
  const [doing, setDoing] = useState<Doing | undefined>();
  const close = () => setDoing(undefined);
  const add = session.may('admin') && (
    <button type="button" class="button primary" onClick={() => setDoing({ what: 'add' })}>
      <Icon name="plus" /> {t('Add source')}
    </button>
  );
  return (
    <Page title={t('Multicast controller')} actions={known !== undefined && add}>
      {known === undefined ? (
        <Waiting what={t('the sources')} problem={multicast.problem.value} onRetry={() => void multicast.ask()} />
      ) : (
        <div class="stack">
          <Card title={t('Controller')}>
            <SettingField
              path="Stentor.Multicast.Enabled"
              hint={t(
                'While it is off, no source is listened for. Of the sources that send, the one with the highest priority is heard and the others are silenced.',
              )}
            />
          </Card>
          <SourceList {...known} onDo={(what, source) => setDoing({ what, source })} />
          <GroupCard />
        </div>
      )}
      {doing?.what === 'add' && <EditSource onClose={close} />}
      {doing?.what === 'edit' && <EditSource source={doing.source} onClose={close} />}
      {doing?.what === 'delete' && <DeleteSource source={doing.source} onClose={close} />}
    </Page>
  );
}
