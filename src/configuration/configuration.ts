import { Fault, invalid, withinFault } from '../core/fault.ts';
import type { Log } from '../core/log.ts';
import { lostPath } from '../core/schema.ts';
import type { ConfigPart } from '../settings/index.ts';
import { type ConfigChange, differences } from './difference.ts';
import { type ConfigDocument, readDocument, type Speaker, writeDocument } from './document.ts';
import { entriesOf, isAlwaysSecret, joined, parted, type Path, pointerOf, type Secrets } from './paths.ts';
import { seal, unseal } from './seal.ts';
import type { Undo } from './undo.ts';

interface ConfigurationDeps {
  /** In the order in which they are put in place: what others need comes first. */
  readonly parts: readonly ConfigPart[];
  readonly speaker: () => Speaker;
  readonly undo: Undo;
  readonly log: Log;
}

export interface ExportWish {
  /** Also what is another on each speaker. */
  readonly personal?: boolean;
  /** Puts the secrets in, so that only who knows this can read them. */
  readonly passphrase?: string;
}

export interface ImportWish {
  readonly document: unknown;
  /** Opens the secrets in the document; without it those stay that the speaker has. */
  readonly passphrase?: string;
  /** Puts firewall and network in force for good, too, which are tested first unless told. */
  readonly final?: boolean;
}

/** What a document would do. */
export interface ConfigOutlook {
  readonly changes: readonly ConfigChange[];
  /** What a person should know before: sentences. */
  readonly notes: readonly string[];
}

/** A part that is to change. */
interface Step {
  readonly part: ConfigPart;
  readonly before: unknown;
  readonly after: unknown;
}

const LOCKED = 'the secrets in the document stay shut without its passphrase; the speaker keeps those that it has';

/**
 * The whole configuration as one document: written down, compared with what there is, put in place all of it or nothing.
 * Accounts, certificates and what the speaker has recorded or learned are no part of it (decision 132).
 */
export class Configuration {
  readonly #deps: ConfigurationDeps;
  #applying: Promise<unknown> = Promise.resolve();

  constructor(deps: ConfigurationDeps) {
    this.#deps = deps;
  }

  /** @throws Fault `invalid` for a passphrase that is too short */
  async export({ personal = false, passphrase }: ExportWish = {}): Promise<object> {
    const { parts, speaker } = this.#deps;
    const open: Record<string, unknown> = {};
    const secrets: Record<string, Secrets> = {};
    for (const part of parts.filter(each => personal || each.personal !== true)) {
      const separated = parted(part.read(), isSecretOf(part));
      open[part.name] = separated.open;
      secrets[part.name] = separated.secrets;
    }
    if (passphrase !== undefined)
      return writeDocument(speaker(), { parts: open, secrets: await seal(secrets, passphrase), omitted: [] });
    const omitted = Object.entries(secrets).flatMap(([name, own]) => Object.keys(own).map(each => `/${name}${each}`));
    return writeDocument(speaker(), { parts: open, secrets: undefined, omitted });
  }

  /** @throws Fault that names the field where the document cannot be put in place */
  async outlook(wish: ImportWish): Promise<ConfigOutlook> {
    const { steps, notes } = await this.#plan(wish);
    return { changes: changesOf(steps), notes };
  }

  /**
   * Puts a document in place: all of it, or nothing. Where a step fails, and where the power goes meanwhile, what was
   * done before is undone.
   * @throws Fault that names the field
   */
  apply(wish: ImportWish): Promise<ConfigOutlook> {
    const applied = this.#applying.then(async () => {
      const { steps, notes } = await this.#plan(wish);
      await this.#carryOut(steps, wish.final ?? false);
      this.#deps.log.info('a configuration was put in place', { parts: steps.map(({ part }) => part.name).join(' ') });
      return { changes: changesOf(steps), notes };
    });
    this.#applying = applied.catch(() => undefined);
    return applied;
  }

  /** Undoes what a power cut left half done; call once when all parts are there. */
  async mend(): Promise<void> {
    const { parts, undo, log } = this.#deps;
    const before = await undo.read();
    if (before === undefined) return;
    log.warn('a configuration was half put in place when the power went: it is undone');
    await this.#goBack(parts.filter(({ name }) => name in before).map(part => ({ part, before: before[part.name] })));
    await undo.clear();
  }

  async #plan({ document, passphrase, final = false }: ImportWish): Promise<{ steps: Step[]; notes: string[] }> {
    const { parts, speaker } = this.#deps;
    const read = readDocument(document, speaker());
    const stranger = Object.keys(read.parts).find(name => !parts.some(part => part.name === name));
    if (stranger !== undefined) throw invalid(`a configuration has no part ${stranger.slice(0, 40)}`, stranger);
    const secrets = await secretsIn(read, passphrase);
    const named = parts.filter(({ name }) => name in read.parts);
    const notes = read.secrets !== undefined && passphrase === undefined ? [LOCKED] : [];
    const steps = named.map(part => {
      const step = stepOf(part, read.parts[part.name], secrets[part.name] ?? {});
      const fitted = part.fit?.(step.after) ?? { content: step.after, notes: [] };
      notes.push(...lackingIn(part, read.omitted), ...fitted.notes);
      return { ...step, after: fitted.content };
    });
    const changed = steps.filter(step => changesOf([step]).length > 0);
    if (!final) notes.push(...changed.flatMap(({ part: { trial } }) => trial ?? []));
    return { steps: changed, notes };
  }

  async #carryOut(steps: readonly Step[], final: boolean): Promise<void> {
    const { undo, log } = this.#deps;
    if (steps.length === 0) return;
    await undo.write(Object.fromEntries(steps.map(({ part, before }) => [part.name, before])));
    for (const [index, { part, after }] of steps.entries()) {
      try {
        await part.replace(after, { final });
      } catch (error) {
        log.warn('a part of a configuration was refused: all is undone', { part: part.name, error: String(error) });
        await this.#goBack(steps.slice(0, index + 1));
        await undo.clear();
        throw withinFault(`${part.name}.`, error);
      }
    }
    await undo.clear();
  }

  async #goBack(steps: readonly Pick<Step, 'part' | 'before'>[]): Promise<void> {
    for (const { part, before } of steps) {
      try {
        await part.replace(part.check(before), { final: true });
      } catch (error) {
        this.#deps.log.error('a part of the configuration could not be restored', {
          part: part.name,
          error: String(error),
        });
      }
    }
  }
}

const isSecretOf = (part: ConfigPart) => (path: Path, value: unknown) =>
  isAlwaysSecret(path, value) || part.isSecret?.(path) === true;

const changesOf = (steps: readonly Step[]): ConfigChange[] =>
  steps.flatMap(step => differences(step.part, step, isSecretOf(step.part)));

/** Secrets that the document leaves out and the speaker does not have either. */
function lackingIn(part: ConfigPart, omitted: readonly string[]): string[] {
  const own = parted(part.read(), isSecretOf(part)).secrets;
  return omitted
    .filter(pointer => pointer.startsWith(`/${part.name}/`) && !Object.hasOwn(own, pointer.slice(part.name.length + 1)))
    .map(pointer => `the document leaves out a secret that this speaker does not have: set ${pointer} by hand`);
}

/** @throws Fault `invalid` that names the field */
function stepOf(part: ConfigPart, content: unknown, secrets: Secrets): Step {
  try {
    const before = part.read();
    // Secrets that the document does not tell are those that the speaker has.
    const own = secretsFor(content, before, parted(before, isSecretOf(part)).secrets);
    const whole = joined(content, { ...own, ...secrets });
    const after = part.check(whole);
    const lost = lostPath(whole, after);
    if (lost !== undefined) throw new Fault('invalid', `${lost} is not known here`, { field: lost });
    return { part, before, after };
  } catch (error) {
    if (error instanceof Fault && (error.field === undefined || error.field === ''))
      throw new Fault(error.kind, error.message, { field: part.name, cause: error });
    throw error instanceof Fault && error.field === part.name ? error : withinFault(`${part.name}.`, error);
  }
}

/** Of the speaker's secrets those that go on to fit: a thing of the same name may have become one of another type. */
function secretsFor(content: unknown, before: unknown, own: Secrets): Secrets {
  const typesIn = (list: unknown) =>
    new Map(
      (entriesOf(list) ?? []).map(([key, each]) => [pointerOf([key]), (each as { type?: unknown } | null)?.type]),
    );
  const [was, is] = [typesIn(before), typesIn(content)];
  const root = (pointer: string) => pointer.slice(0, `${pointer}/`.indexOf('/', 1));
  return Object.fromEntries(
    Object.entries(own).filter(([pointer]) => was.get(root(pointer)) === is.get(root(pointer))),
  );
}

async function secretsIn(
  { secrets }: ConfigDocument,
  passphrase: string | undefined,
): Promise<Readonly<Record<string, Secrets>>> {
  if (passphrase === undefined) return {};
  if (secrets === undefined) throw invalid('the document holds no secrets that a passphrase opens', 'passphrase');
  return (await unseal(secrets, passphrase)) as Readonly<Record<string, Secrets>>;
}
