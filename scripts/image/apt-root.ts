import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recipe } from './recipe.ts';
import { tool } from './tool.ts';

/** A package of Debian's at the version that was chosen. */
export interface Package {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly url: string;
  readonly sha256: string;
}

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const FRESH_MS = 6 * 3600 * 1000;

/**
 * Debian's lists for an architecture that this machine need not have, in a folder of their own: what it resolves is what the
 * image gets, whatever this machine runs.
 */
export class AptRoot {
  readonly #folder: string;
  readonly #architecture: string;

  constructor({ cache, architecture }: Recipe) {
    this.#folder = join(cache, `apt-${architecture}`);
    this.#architecture = architecture;
  }

  /** Fetches the lists of these sources unless they are younger than six hours; goes on with old ones where there is no network. */
  update(sources: readonly string[]): void {
    for (const name of ['state/lists/partial', 'cache/archives/partial'])
      mkdirSync(join(this.#folder, name), { recursive: true });
    const list = sources
      .map(file => readFileSync(file, 'utf8').replace(/^deb /gm, `deb [signed-by=${KEYRING}] `))
      .join('');
    const changed =
      !existsSync(this.#path('sources.list')) || readFileSync(this.#path('sources.list'), 'utf8') !== list;
    writeFileSync(this.#path('status'), '');
    writeFileSync(this.#path('sources.list'), list);
    writeFileSync(this.#path('apt.conf'), this.#configuration());
    const stamp = this.#path('updated');
    if (!changed && existsSync(stamp) && Date.now() - statSync(stamp).mtimeMs < FRESH_MS) return;
    try {
      this.#apt('apt-get', ['update', '-qq', '--error-on=any']);
      rmSync(this.#path('answers'), { recursive: true, force: true });
      writeFileSync(stamp, '');
    } catch (error) {
      if (changed || !existsSync(stamp)) throw error;
      console.log(`\nDebian's lists cannot be fetched; going on with those of ${statSync(stamp).mtime.toISOString()}`);
    }
  }

  /** What installing these packages, and all that is essential, into an empty root would bring. */
  resolve(names: readonly string[]): readonly Package[] {
    return this.#packages(this.#ask('apt-get', ['install', '--print-uris', '-qq', '?essential', 'apt', ...names]));
  }

  /** These packages alone, at `name` or `name/suite`. */
  pick(names: readonly string[]): readonly Package[] {
    return this.#packages(this.#ask('apt-get', ['download', '--print-uris', '-qq', ...names]));
  }

  /** The names of what a package at a version or in a suite depends on. */
  dependencies(name: string): readonly string[] {
    const text = this.#ask('apt-cache', ['depends', name]);
    return [...text.matchAll(/Depends: (\S+)/g)].map(([, depended = '']) => depended);
  }

  /** The newest version of a package in a suite. */
  newest(name: string, suite: string): string {
    const rows = this.#ask('apt-cache', ['madison', name]).split('\n');
    const found = rows
      .find(row => row.includes(` ${suite}/`))
      ?.split('|')[1]
      ?.trim();
    if (found === undefined) throw new Error(`${suite} has no ${name}`);
    return found;
  }

  /** Downloads a package into the folder unless it is there, checked by apt; the file's path. */
  fetch(wanted: readonly Package[], folder: string): readonly string[] {
    mkdirSync(folder, { recursive: true });
    const files = wanted.map(one => join(folder, fileName(one)));
    const missing = wanted.filter((_, place) => !existsSync(files[place]!));
    if (missing.length > 0)
      this.#apt('apt-get', ['download', '-qq', ...missing.map(({ name, version }) => `${name}=${version}`)], folder);
    return files;
  }

  /** @param uris lines of `'URL' FILE.deb SIZE SUM` */
  #packages(uris: string): readonly Package[] {
    const chosen = [...uris.matchAll(/^'([^']+)' (\S+)\.deb /gm)].map(([, url = '', file = '']) => {
      const [name = '', version = '', architecture = ''] = file.split('_');
      return { name, version: decodeURIComponent(version), architecture, url };
    });
    const sums = this.#sums(chosen.map(({ name, version }) => `${name}=${version}`));
    return chosen
      .map(one => ({ ...one, sha256: sums.get(`${one.name} ${one.version}`) ?? '' }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #sums(wanted: readonly string[]): ReadonlyMap<string, string> {
    const records = this.#ask('apt-cache', ['show', '--no-all-versions', ...wanted]).split(/\n\n+/);
    const field = (record: string, name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(record)?.[1] ?? '';
    return new Map(records.map(one => [`${field(one, 'Package')} ${field(one, 'Version')}`, field(one, 'SHA256')]));
  }

  /** The same question has the same answer until the lists are fetched again; apt takes seconds for each. */
  #ask(program: string, args: readonly string[]): string {
    const name = createHash('sha256')
      .update(JSON.stringify([program, args]))
      .digest('hex')
      .slice(0, 16);
    const file = join(this.#path('answers'), name);
    if (existsSync(file)) return readFileSync(file, 'utf8');
    const answer = this.#apt(program, args);
    mkdirSync(this.#path('answers'), { recursive: true });
    writeFileSync(file, answer);
    return answer;
  }

  #apt(program: string, args: readonly string[], cwd?: string): string {
    return tool(program, args, { env: { APT_CONFIG: this.#path('apt.conf') }, ...(cwd === undefined ? {} : { cwd }) });
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  #configuration(): string {
    return [
      `Dir::State "${this.#path('state')}";`,
      `Dir::State::status "${this.#path('status')}";`,
      `Dir::Cache "${this.#path('cache')}";`,
      `Dir::Etc::SourceList "${this.#path('sources.list')}";`,
      'Dir::Etc::SourceParts "/dev/null";',
      'Dir::Etc::Preferences "/dev/null";',
      'Dir::Etc::PreferencesParts "/dev/null";',
      `APT::Architecture "${this.#architecture}";`,
      `APT::Architectures { "${this.#architecture}"; };`,
      'APT::Install-Recommends "false";',
      'APT::Sandbox::User "root";',
      'Acquire::Languages "none";',
      'Debug::NoLocking "1";',
      '',
    ].join('\n');
  }
}

const fileName = ({ name, version, architecture }: Package) =>
  `${name}_${version.replace(/:/g, '%3a')}_${architecture}.deb`;
