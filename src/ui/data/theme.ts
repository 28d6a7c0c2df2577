import { effect, signal } from '@preact/signals';
import { remember, remembered } from './keepsakes.ts';

const KEY = 'stentor-theme';

/** Light or dark: as the system says, or as the person chose here. */
export class Theme {
  readonly dark = signal(false);
  readonly #system = matchMedia('(prefers-color-scheme: dark)');

  /** Colours the page from now on. */
  start(): void {
    this.#follow();
    this.#system.addEventListener('change', () => this.#follow());
    effect(() => {
      document.documentElement.dataset['theme'] = this.dark.value ? 'dark' : 'light';
    });
  }

  toggle(): void {
    const dark = !this.dark.value;
    // What the system says anyway need not be remembered: the page follows the system again.
    remember(KEY, dark === this.#system.matches ? undefined : dark ? 'dark' : 'light');
    this.dark.value = dark;
  }

  #follow(): void {
    const chosen = remembered(KEY);
    this.dark.value = chosen === null ? this.#system.matches : chosen === 'dark';
  }
}
