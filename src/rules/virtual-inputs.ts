import type { Off } from '../core/clock.ts';
import { invalid, notFound } from '../core/fault.ts';
import { list, object, type Schema, string } from '../core/schema.ts';
import type { EventBus } from '../events/index.ts';
import type { Collection } from '../settings/index.ts';
import { virtualInput } from './events.ts';

/** The name that somebody gave a port; `id` is its number. */
export interface InputName {
  readonly id: string;
  readonly name: string;
}

export const INPUT_NAMES: Schema<InputName[]> = list(object({ id: string(), name: string() }));

/** Ports are numbered from 1. */
export const INPUT_PORTS = 64;
const NAME_LENGTH = 64;

interface VirtualInputsDeps {
  readonly names: Collection<InputName>;
  readonly events: EventBus;
}

/** Switches that exist only here: a program or a person raises them, whoever waits for the event acts. */
export class VirtualInputs {
  readonly #names: Collection<InputName>;
  readonly #events: EventBus;
  readonly #active = new Set<number>();

  constructor({ names, events }: VirtualInputsDeps) {
    this.#names = names;
    this.#events = events;
  }

  list() {
    return Array.from({ length: INPUT_PORTS }, (_, index) => this.get(index + 1));
  }

  /** @throws Fault `not-found` */
  get(port: number) {
    if (!Number.isInteger(port) || port < 1 || port > INPUT_PORTS) throw notFound(`there is no virtual input ${port}`);
    const id = String(port);
    const name = this.#names.has(id) ? this.#names.get(id).name : `Virtual input ${port}`;
    return { port, name, active: this.#active.has(port) };
  }

  /**
   * Raises or lowers a port; told only where it changes. All are down after a start.
   * @returns whether it changed
   * @throws Fault `not-found`
   */
  set(port: number, active: boolean): boolean {
    if (this.get(port).active === active) return false;
    if (active) this.#active.add(port);
    else this.#active.delete(port);
    this.#events.emit(virtualInput, { port, active });
    return true;
  }

  /** @throws Fault `not-found`, `invalid` */
  async rename(port: number, name: string): Promise<void> {
    const id = String(this.get(port).port);
    const trimmed = checkedName(name);
    if (this.#names.has(id)) await this.#names.change(id, { name: trimmed });
    else await this.#names.add({ id, name: trimmed });
  }

  /** The names that somebody gave, by port. */
  names(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#names.list().map(({ id, name }) => [id, name]));
  }

  /** @throws Fault `invalid` that names the port as its field */
  checkNames(names: Readonly<Record<string, string>>): InputName[] {
    return Object.entries(names).map(([id, name]) => {
      if (!/^[1-9]\d?$/.test(id) || Number(id) > INPUT_PORTS) throw invalid(`there is no virtual input ${id}`, id);
      return { id, name: checkedName(name, id) };
    });
  }

  /** Puts other names in the place of all. @throws Fault as `checkNames` */
  replaceNames(names: Readonly<Record<string, string>>): Promise<void> {
    return this.#names.replace(this.checkNames(names));
  }

  /** Calls back after a port changed its name or state. */
  onChange(listener: () => void): Off {
    const offs = [this.#names.onChange(listener), this.#events.on(virtualInput, listener)];
    return () => offs.forEach(off => off());
  }
}

function checkedName(name: string, field = 'name'): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > NAME_LENGTH)
    throw invalid(`${field} must have 1 to ${NAME_LENGTH} characters`, field);
  return trimmed;
}
