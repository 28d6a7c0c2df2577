import type { Clock, Off } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import { Listeners } from '../core/listeners.ts';
import type { Log } from '../core/log.ts';
import type { SshService } from '../linux/index.ts';
import type { Collection, ParamStore } from '../settings/index.ts';
import { checkComment, checkName, checkPassword, MOST_ACCOUNTS, type SshRecord } from './account.ts';
import { sshEnabled } from './params.ts';

/** An account as others may see it. */
export type SshAccount = Omit<SshRecord, 'hash'>;

export interface NewSshAccount {
  readonly name: string;
  readonly password: string;
  readonly comment: string;
}

interface SshDeps {
  readonly records: Collection<SshRecord>;
  readonly service: SshService;
  readonly params: Pick<ParamStore, 'get' | 'onChange'>;
  readonly hash: (password: string) => Promise<string>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The SSH server and the accounts that may log in there. They are none of the speaker's own accounts. */
export class Ssh {
  readonly #deps: SshDeps;
  readonly #changes = new Listeners<[]>();
  #changing: Promise<unknown> = Promise.resolve();
  #problem: string | undefined;

  constructor(deps: SshDeps) {
    this.#deps = deps;
  }

  get enabled(): boolean {
    return this.#deps.params.get(sshEnabled);
  }

  list(): readonly SshAccount[] {
    return this.#deps.records.list().map(shown);
  }

  /** @throws Fault `not-found` */
  get(name: string): SshAccount {
    return shown(this.#deps.records.get(name));
  }

  /** What systemd calls the server's state, and what went wrong when it was last told something. */
  async state(): Promise<{ readonly state: string; readonly problem: string | undefined }> {
    const state = await this.#deps.service.state().catch((error: unknown) => (error as Error).message);
    return { state, problem: this.#problem };
  }

  onChange(listener: () => void): Off {
    return this.#changes.add(listener);
  }

  /** Told when an account was changed. */
  onAccounts(listener: () => void): Off {
    return this.#deps.records.onChange(listener);
  }

  /** @throws Fault `invalid` with the field, `conflict` where there is one, `full` */
  add({ name, password, comment }: NewSshAccount): Promise<void> {
    return this.#inTurn(async () => {
      const { records, service, hash, clock } = this.#deps;
      checkName(name, await service.systemNames());
      checkPassword(password);
      checkComment(comment);
      if (records.has(name)) throw new Fault('conflict', `there is an SSH account ${name} already`, { field: 'name' });
      if (records.list().length >= MOST_ACCOUNTS)
        throw new Fault('full', `there are ${MOST_ACCOUNTS} SSH accounts: remove one first`);
      const passwordSetAt = clock.now().toISOString();
      await records.add({ id: name, hash: await hash(password), comment, passwordSetAt });
      await this.#tell(() => service.makeAccounts());
    });
  }

  /** What is left out stays. A new password ends all sessions. @throws Fault `not-found`, `invalid` with the field */
  update(name: string, { password, comment }: Partial<Omit<NewSshAccount, 'name'>>): Promise<void> {
    return this.#inTurn(async () => {
      const { records, service, hash, clock } = this.#deps;
      records.get(name);
      if (comment !== undefined) checkComment(comment);
      if (password !== undefined) checkPassword(password);
      const passwordSetAt = clock.now().toISOString();
      await records.change(name, {
        ...(comment === undefined ? {} : { comment }),
        ...(password === undefined ? {} : { hash: await hash(password), passwordSetAt }),
      });
      if (password !== undefined) await this.#tell(() => service.restart());
    });
  }

  /** Ends all sessions: those of the account have to, and sshd does not tell them apart. @throws Fault `not-found` */
  remove(name: string): Promise<void> {
    return this.#inTurn(async () => {
      const { records, service } = this.#deps;
      await records.remove(name);
      await this.#tell(() => service.restart());
    });
  }

  async start(): Promise<Off> {
    const { records, params } = this.#deps;
    await records.load();
    await this.#inTurn(() => this.#turn());
    const off = params.onChange(changed => {
      if (changed.has(sshEnabled.path)) void this.#inTurn(() => this.#turn());
    });
    const offs = [off, records.onChange(() => this.#changes.tell())];
    return async () => {
      offs.forEach(each => void each());
      await this.#changing;
    };
  }

  async #turn(): Promise<void> {
    const { service } = this.#deps;
    if (this.enabled) await this.#tell(() => service.start());
    else await this.#try(() => service.stop());
    this.#changes.tell();
  }

  /** The list goes first; while the server is off that is all. */
  #tell(act: () => Promise<void>): Promise<void> {
    const { service, records } = this.#deps;
    return this.#try(async () => {
      await service.write(records.list().map(({ id, hash }) => ({ name: id, hash })));
      if (this.enabled) await act();
    });
  }

  /** What the system refuses is told on the page: the settings are right, and hold at the next start. */
  async #try(act: () => Promise<void>): Promise<void> {
    try {
      await act();
      this.#problem = undefined;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.#problem = error.message;
      this.#deps.log.error('the SSH server does not do as it is told', { error: error.message });
    }
  }

  #inTurn(change: () => Promise<void>): Promise<void> {
    const changed = this.#changing.then(change);
    this.#changing = changed.catch(() => undefined);
    return changed;
  }
}

const shown = ({ id, comment, passwordSetAt }: SshRecord): SshAccount => ({ id, comment, passwordSetAt });
