import { useSpeaker } from '../data/speaker.ts';
import { IconButton } from '../parts/icon-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { Menu } from '../parts/menu.tsx';
import { roleName } from '../text/roles.ts';
import { LanguageMenu } from './language-menu.tsx';
import { Logo } from './logo.tsx';
import { SearchButton } from './search-button.tsx';
import { ThemeButton } from './theme-button.tsx';
import { t } from '../language/translate.ts';

/** The top of every page: which speaker this is, and who is logged in. */
export function Header({ onMenu }: { readonly onMenu: () => void }) {
  const { session } = useSpeaker();
  const current = session.current.value;
  return (
    <header class="top">
      <div class="only-narrow">
        <IconButton icon="menu" label={t('Open menu')} onClick={onMenu} />
      </div>
      <a class="brand" href="/status">
        <Logo />
        <strong>{current?.product}</strong>
        <span class="host">{current?.hostName}</span>
      </a>
      <SearchButton />
      <LanguageMenu />
      <ThemeButton />
      <UserMenu />
    </header>
  );
}

function UserMenu() {
  const { session, toasts } = useSpeaker();
  const { user = '', role, anonymous } = session.current.value ?? {};
  const logOut = () => void toasts.attempt(() => session.logOut());
  if (anonymous === true) {
    return (
      <button type="button" class="button small" onClick={() => session.askLogIn()}>
        {t('Log in')}
      </button>
    );
  }
  return (
    <Menu
      label={t('User menu: {user}', { user })}
      items={[{ label: t('Log out'), icon: 'leave', onSelect: logOut }]}
      head={
        <p class="menu-head">
          <strong>{user}</strong>
          <br />
          {role !== undefined && roleName(role)}
        </p>
      }
    >
      <Icon name="user" />
      <span class="only-wide">{user}</span>
    </Menu>
  );
}
