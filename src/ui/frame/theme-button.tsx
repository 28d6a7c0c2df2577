import { useSpeaker } from '../data/speaker.ts';
import { IconButton } from '../parts/icon-button.tsx';
import { t } from '../language/translate.ts';

/** Switches between light and dark. */
export function ThemeButton() {
  const { theme } = useSpeaker();
  const dark = theme.dark.value;
  return (
    <IconButton
      icon={dark ? 'sun' : 'moon'}
      label={dark ? t('Use light theme') : t('Use dark theme')}
      onClick={() => theme.toggle()}
    />
  );
}
