import type { ComponentChildren } from 'preact';
import { useSpeaker } from '../data/speaker.ts';
import { useResource } from '../data/use-resource.ts';
import { Waiting } from '../parts/waiting.tsx';
import { t } from '../language/translate.ts';

/** Cards of settings, once these are known; who may only look at them is told so. */
export function SettingCards({ children }: { readonly children: ComponentChildren }) {
  const { settings, session } = useSpeaker();
  const isKnown = useResource(settings) !== undefined;
  return (
    <>
      {!session.may('operator') && (
        <p class="notice">{t('Your role may look at these settings, but not change them.')}</p>
      )}
      {isKnown ? (
        <div class="cards">{children}</div>
      ) : (
        <Waiting what={t('the settings')} problem={settings.problem.value} onRetry={() => void settings.ask()} />
      )}
    </>
  );
}
