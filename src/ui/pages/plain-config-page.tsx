import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import type { Setting } from '../../api/contract.ts';
import { useResource } from '../data/use-resource.ts';
import { useSpeaker } from '../data/speaker.ts';
import { SettingField } from '../form.tsx';
import { OnlyFor } from '../frame/only-for.tsx';
import { Page } from '../frame/page.tsx';
import { Card } from '../parts/card.tsx';
import { TextField } from '../parts/text-field.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { plural, t } from '../language/translate.ts';

/** More are shown when somebody says which. */
const MOST = 20;

/** Every setting by its name in the API, for those that stand on no other page. */
export const PlainConfigPage = () => (
  <OnlyFor needs="admin" title={t('Plain config')}>
    <PlainConfig />
  </OnlyFor>
);

function PlainConfig() {
  const { settings } = useSpeaker();
  const known = useResource(settings);
  return (
    <Page title={t('Plain config')}>
      <p class="page-lead">
        {t(
          'Every setting by the name that programs know it by. Most stand on pages of their own, too, with more words.',
        )}
      </p>
      {known === undefined ? (
        <Waiting what={t('the settings')} problem={settings.problem.value} onRetry={() => void settings.ask()} />
      ) : (
        <Known settings={known.filter(({ writable }) => writable)} />
      )}
    </Page>
  );
}

function Known({ settings }: { readonly settings: readonly Setting[] }) {
  const { query } = useLocation();
  const [wanted, setWanted] = useState(query['find'] ?? '');
  const words = wanted.toLowerCase().split(/\s+/);
  const found = settings.filter(({ path, title }) =>
    words.every(word => `${path} ${title}`.toLowerCase().includes(word)),
  );
  return (
    <Card title={t('Settings')}>
      <TextField
        label={t('Find')}
        type="search"
        value={wanted}
        hint={plural('1 setting', '{count} settings', found.length)}
        onInput={setWanted}
      />
      {found.slice(0, MOST).map(({ path, unit }) => (
        <SettingField key={path} path={path} hint={unit === undefined ? path : `${path}, ${unit}`} />
      ))}
      {found.length > MOST && (
        <p class="card-action">{t('Only the first {count} are shown. Type more of a name.', { count: MOST })}</p>
      )}
    </Card>
  );
}
