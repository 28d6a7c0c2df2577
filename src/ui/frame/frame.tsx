import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { CallBar } from './call-bar.tsx';
import { ConnectionBar } from './connection-bar.tsx';
import { Drawer } from './drawer.tsx';
import { Header } from './header.tsx';
import { SideMenu } from './side-menu.tsx';
import { t } from '../language/translate.ts';

/** What is around every page once somebody is logged in. */
export function Frame({ children }: { readonly children: ComponentChildren }) {
  const [drawer, setDrawer] = useState(false);
  return (
    <div class="frame">
      <a class="skip" href="#main">
        {t('Skip to content')}
      </a>
      <Header onMenu={() => setDrawer(true)} />
      <div class="frame-bars">
        <ConnectionBar />
        <CallBar />
      </div>
      <div class="side">
        <SideMenu />
      </div>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      {drawer && <Drawer onClose={() => setDrawer(false)} />}
    </div>
  );
}
