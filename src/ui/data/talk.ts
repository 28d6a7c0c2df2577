import { signal } from '@preact/signals';
import type { TalkTold } from '../../api/contract.ts';
import { type Microphone, openMicrophone, problemOf } from './microphone.ts';
import { t } from '../language/translate.ts';

export type TalkMode = 'live' | 'record';

/** Who hears it: this speaker, or the group that it sends to. */
export type TalkTo = 'speaker' | 'group';

interface TalkWish {
  readonly mode: TalkMode;
  readonly to: TalkTo;
}

export type TalkState =
  /** `opening`: the microphone is asked for; `talking`: what is said goes to the speaker; `playing`: the rest is played. */
  | { readonly state: 'idle' | 'opening' | 'playing' }
  | { readonly state: 'talking'; /** 0..1 */ readonly level: number }
  | { readonly state: 'refused'; readonly message: string };

/** Press, talk, let go: the browser's microphone on the speaker, or on others through it. */
export class TalkButton {
  readonly state = signal<TalkState>({ state: 'idle' });
  readonly #url: string;
  #held = false;
  #microphone: Microphone | undefined;
  #socket: WebSocket | undefined;

  /** @param url address of the WebSocket, without a query */
  constructor(url: string) {
    this.#url = url;
  }

  async press(wish: TalkWish): Promise<void> {
    if (this.#held || this.#socket !== undefined) return;
    this.#held = true;
    this.state.value = { state: 'opening' };
    try {
      this.#microphone = await openMicrophone({
        onPacket: packet => this.#socket?.readyState === WebSocket.OPEN && this.#socket.send(packet),
        onLevel: level => {
          if (this.state.peek().state === 'talking') this.state.value = { state: 'talking', level };
        },
      });
      if (this.#isHeld()) this.#connect(wish, this.#microphone.codec);
      else this.#rest({ state: 'idle' });
    } catch (error) {
      this.#held = false;
      this.#rest({ state: 'refused', message: problemOf(error) });
    }
  }

  release(): void {
    if (!this.#held) return;
    this.#held = false;
    if (this.state.peek().state !== 'talking') return;
    this.#microphone?.close();
    this.#microphone = undefined;
    this.state.value = { state: 'playing' };
    this.#socket?.send('end');
  }

  /** Asked again after waiting: it may have been let go meanwhile. */
  #isHeld(): boolean {
    return this.#held;
  }

  #connect({ mode, to }: TalkWish, codec: Microphone['codec']): void {
    const socket = new WebSocket(`${this.#url}?codec=${codec}&mode=${mode}&to=${to}`);
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#hear(JSON.parse(String(data)) as TalkTold));
    socket.addEventListener('close', () => {
      const { state } = this.state.peek();
      const lost = state === 'talking' || state === 'opening';
      this.#rest(
        lost ? { state: 'refused', message: t('The connection to the speaker was lost.') } : this.state.peek(),
      );
    });
  }

  #hear(told: TalkTold): void {
    if (told.type === 'refused') this.#rest({ state: 'refused', message: told.message });
    else if (told.type === 'heard') this.#rest({ state: 'idle' });
    else if (this.#held) this.state.value = { state: 'talking', level: 0 };
    else this.#socket?.send('end');
  }

  #rest(state: TalkState): void {
    this.#microphone?.close();
    this.#microphone = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
    this.state.value = state.state === 'playing' ? { state: 'idle' } : state;
  }
}
