import { unavailable } from '../../src/core/fault.ts';
import type { BusCall, BusMember, SystemBus } from '../../src/linux/index.ts';

/** A system bus whose services are functions; it remembers every call. */
export class FakeBus implements SystemBus {
  readonly calls: BusCall[] = [];
  readonly #methods = new Map<string, (call: BusCall) => readonly unknown[] | Promise<readonly unknown[]>>();
  readonly #properties = new Map<string, () => unknown>();

  /** @param name interface and member: `org.freedesktop.login1.Manager.Reboot` */
  answer(name: string, reply: (call: BusCall) => readonly unknown[] | Promise<readonly unknown[]> = () => []): this {
    this.#methods.set(name, reply);
    return this;
  }

  property(name: string, value: () => unknown): this {
    this.#properties.set(name, value);
    return this;
  }

  /** Interface and member of all calls, with their arguments. */
  get asked(): string[] {
    return this.calls.map(call => `${call.member}(${(call.args ?? []).map(arg => JSON.stringify(arg)).join(', ')})`);
  }

  async call(call: BusCall): Promise<readonly unknown[]> {
    this.calls.push(call);
    const reply = this.#methods.get(nameOf(call));
    if (reply === undefined) throw unavailable(`${call.destination} ${call.member}: there is no such service`);
    return reply(call);
  }

  async get(property: BusMember): Promise<unknown> {
    const value = this.#properties.get(nameOf(property));
    if (value === undefined) throw unavailable(`${property.destination} ${property.member}: there is no such service`);
    return value();
  }
}

const nameOf = (member: BusMember) => `${member.interface}.${member.member}`;
