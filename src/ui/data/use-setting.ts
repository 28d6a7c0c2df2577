import { useState } from 'preact/hooks';
import { settingText } from '../text/setting-text.ts';
import { Refusal } from './refusal.ts';
import { useSpeaker } from './speaker.ts';
import { useWish } from './use-wish.ts';
import { t } from '../language/translate.ts';

/** How it goes with the last change. */
export type Saving =
  | { readonly state: 'idle' | 'saving' | 'saved' }
  | { readonly state: 'refused'; readonly message: string; readonly value: unknown };

/**
 * One setting and how to change it. `wanted` is what the person chose, as long as the speaker has not taken or refused it.
 * @param words what people call the values
 */
export function useSetting(path: string, words: Readonly<Record<string, string>>) {
  const { settingAt, client, settings, toasts } = useSpeaker();
  const [saving, setSaving] = useState<Saving>({ state: 'idle' });
  const setting = settingAt.value.get(path);

  const write = async (value: unknown) => {
    setSaving({ state: 'saving' });
    try {
      await client.change({ method: 'PATCH', path: '/api/settings', body: { [path]: value } });
    } catch (error) {
      const message = error instanceof Refusal ? error.message : t('The page failed.');
      setSaving({ state: 'refused', message, value });
      void settings.ask();
      throw error;
    }
    setSaving({ state: 'saved' });
    await settings.ask();
  };
  // What was refused is told at the field.
  const wish = useWish(async (value: unknown) => {
    const before = settingAt.peek().get(path);
    const isDone = await toldOfRefusal(() => write(value));
    if (!isDone || before === undefined) return;
    const text = `${before.title}: ${settingText(before, value, words)}`;
    toasts.done(text, { about: path, undo: () => write(before.value) });
  });
  const change = (value: unknown) => {
    const isReal = value === setting?.value;
    if (isReal && wish.wanted.peek() === undefined) setSaving({ state: 'idle' });
    else wish.want(value);
  };
  return { setting, saving, wanted: wish.wanted.value, change };
}

/** Resolves with whether it was done; a refusal has been told already. */
async function toldOfRefusal(write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
