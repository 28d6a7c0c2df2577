import { chosenLanguage, LANGUAGES, type Language, rememberLanguage } from '../language/choose.ts';
import { t } from '../language/translate.ts';
import { Icon } from '../parts/icon.tsx';
import { Menu } from '../parts/menu.tsx';

/** Chooses the language of the page in this browser. */
export function LanguageMenu() {
  const chosen = chosenLanguage();
  const choose = (language: Language) => {
    if (language === chosen) return;
    rememberLanguage(language);
    location.reload();
  };
  const items = (Object.keys(LANGUAGES) as Language[]).map(language => ({
    label: LANGUAGES[language],
    lang: language,
    chosen: language === chosen,
    ...(language === chosen ? { icon: 'check' as const } : {}),
    onSelect: () => choose(language),
  }));
  return (
    <Menu label={t('Language')} items={items}>
      <Icon name="globe" />
    </Menu>
  );
}
