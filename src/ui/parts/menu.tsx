import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

/** One entry of a menu: something to do, or a file to download. */
export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  readonly danger?: boolean;
  /** Of several of which one is chosen. */
  readonly chosen?: boolean;
  /** The language that the label is in, where it is another than the page's. */
  readonly lang?: string;
  readonly onSelect?: () => void;
  readonly download?: { readonly url: string; readonly name: string };
}

interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** What is on the button. */
  readonly children: ComponentChildren;
  /** Stands above the items. */
  readonly head?: ComponentChildren;
}

/** A button that opens a list of things to do (the ARIA menu button: arrow keys, Home, End, Escape). */
export function Menu({ label, items, children, head }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => (open ? whenOutside(root.current, () => setOpen(false)) : undefined), [open]);
  return (
    <div class="menu" ref={root}>
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={label}
        title={label}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open && <MenuList label={label} items={items} head={head} onClose={close} />}
    </div>
  );
}

/** Calls when something outside of `element` is pressed or gets the focus. */
function whenOutside(element: HTMLElement | null, close: () => void): () => void {
  const look = ({ target }: Event) => {
    if (!(target instanceof Node) || element?.contains(target) !== true) close();
  };
  document.addEventListener('pointerdown', look);
  document.addEventListener('focusin', look);
  return () => {
    document.removeEventListener('pointerdown', look);
    document.removeEventListener('focusin', look);
  };
}

type MenuListProps = Omit<MenuProps, 'children'> & { readonly onClose: () => void };

function MenuList({ label, items, head, onClose }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null);
  const entries = () => [...(list.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
  useLayoutEffect(() => {
    const bottom = list.current?.getBoundingClientRect().bottom ?? 0;
    list.current?.classList.toggle('upwards', bottom > innerHeight);
    entries()[0]?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      onClose();
      return;
    }
    const target = nextEntry(entries(), event.key);
    if (target === undefined) return;
    event.preventDefault();
    target.focus();
  };
  return (
    <div ref={list} class="menu-list" onKeyDown={onKeyDown}>
      {head}
      <div role="menu" aria-label={label}>
        {items.map(item => (
          <MenuEntry key={item.label} item={item} onClose={onClose} />
        ))}
      </div>
    </div>
  );
}

function nextEntry(entries: readonly HTMLElement[], key: string): HTMLElement | undefined {
  const at = entries.findIndex(entry => entry === document.activeElement);
  if (key === 'Home') return entries[0];
  if (key === 'End') return entries.at(-1);
  if (key === 'ArrowDown') return entries[(at + 1) % entries.length];
  if (key === 'ArrowUp') return entries.at(at <= 0 ? -1 : at - 1);
  return undefined;
}

function MenuEntry({ item, onClose }: { readonly item: MenuItem; readonly onClose: () => void }) {
  const { label, icon, danger = false, chosen, lang, onSelect, download } = item;
  const looks = danger ? 'menu-item danger' : 'menu-item';
  // The focus goes back to the button before a dialog opens, so that the dialog knows where to return it.
  const select = () => {
    onClose();
    onSelect?.();
  };
  if (download !== undefined) {
    return (
      <a class={looks} role="menuitem" tabIndex={-1} href={download.url} download={download.name} onClick={onClose}>
        {icon === undefined ? <span class="icon" /> : <Icon name={icon} />} {label}
      </a>
    );
  }
  return (
    <button
      type="button"
      class={looks}
      role={chosen === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={chosen}
      lang={lang}
      tabIndex={-1}
      onClick={select}
    >
      {icon === undefined ? <span class="icon" /> : <Icon name={icon} />} {label}
    </button>
  );
}
