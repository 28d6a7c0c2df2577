import { createPrivateKey, X509Certificate } from 'node:crypto';
import { type Clock, instant, type Off } from '../core/clock.ts';
import { conflict, Fault, invalid } from '../core/fault.ts';
import { ensureFolder, replaceFile } from '../core/files.ts';
import { Listeners } from '../core/listeners.ts';
import type { Collection, StateFile } from '../settings/index.ts';
import { type CertificateFacts, factsOf } from './facts.ts';
import { type KeyPair, pairOf, readCertificates, readKeyPair } from './key-pair.ts';
import { type KeyType, makeRequest, makeSelfSigned, type Subject } from './make.ts';
import { OWN, type StoredCertificate, type StoredKey, type Usage, type Use, type UsedFor } from './stored.ts';

/** A certificate as it is listed. */
export interface ListedCertificate {
  readonly id: string;
  readonly name: string;
  /** `server` has a private key and can be used; `authority` is trusted; `request` waits for its certificate. */
  readonly kind: 'server' | 'authority' | 'request';
  /** ISO 8601; undefined for the speaker's own. */
  readonly addedAt: string | undefined;
  /** Undefined while there is a request only. */
  readonly facts: CertificateFacts | undefined;
  readonly usedBy: readonly UsedFor[];
}

export interface NewSelfSigned extends Subject {
  readonly name: string;
  readonly keyType: KeyType;
  readonly days: number;
}
export type NewRequest = Omit<NewSelfSigned, 'days'>;

interface CertificatesDeps {
  readonly records: Collection<StoredCertificate>;
  /** Private keys, apart from what is shown. */
  readonly keys: Collection<StoredKey>;
  readonly useFile: StateFile<Usage>;
  /** The certificate that the speaker makes for itself, and when it is made anew. */
  readonly own: { load(): Promise<KeyPair>; watch(renewed: (pair: KeyPair) => void): Off };
  readonly readPkcs12: (bytes: Uint8Array, password: string) => Promise<KeyPair>;
  /** Folder of the files. */
  readonly folder: string;
  readonly clock: Clock;
}

/** A speaker needs a handful; a peer who may add some must not fill the disk. */
const MOST = 50;

/** Certificates with their keys, authorities that are trusted, and which one serves what. */
export class Certificates {
  readonly #deps: CertificatesDeps;
  readonly #changes = new Listeners<[]>();
  #usage: Usage = { https: OWN, sip: OWN };
  readonly #usedElsewhere = new Map<UsedFor, (id: string) => boolean>();
  #own: KeyPair | undefined;

  constructor(deps: CertificatesDeps) {
    this.#deps = deps;
  }

  async start(): Promise<Off> {
    const { records, keys, useFile, own, folder } = this.#deps;
    await ensureFolder(folder);
    await records.load();
    await keys.load();
    this.#usage = await useFile.load();
    this.#own = await own.load();
    await this.#writeTrust();
    return own.watch(pair => {
      this.#own = pair;
      this.#changes.tell();
    });
  }

  /** Called after every change of certificates, of what is trusted and of what serves. */
  onChange(listener: () => void): Off {
    return this.#changes.add(listener);
  }

  list(): ListedCertificate[] {
    return [this.#ownRecord, ...this.#deps.records.list()].map(record => this.#listed(record));
  }

  /** @throws Fault `not-found` */
  get(id: string): ListedCertificate {
    return this.#listed(id === OWN ? this.#ownRecord : this.#deps.records.get(id));
  }

  /** What a service shows; the speaker's own where the chosen one cannot be used. */
  pair(use: Use): KeyPair {
    const id = this.#usage[use];
    const { records, keys } = this.#deps;
    if (id === OWN || !records.has(id) || !keys.has(id)) return this.#ownPair;
    return { key: keys.get(id).key, cert: records.get(id).pem };
  }

  /** A private key with its certificates, whatever it serves. @throws Fault `not-found`, `conflict` where it has no key */
  keyPair(id: string): KeyPair {
    this.#expectUsable(id);
    const { records, keys } = this.#deps;
    return id === OWN ? this.#ownPair : { key: keys.get(id).key, cert: records.get(id).pem };
  }

  /** An authority's certificates, PEM. @throws Fault `not-found`, `conflict` where it is something else */
  authority(id: string): string {
    const { kind, name, pem } = this.#deps.records.get(id);
    if (kind !== 'authority') throw conflict(`${name} is no authority`);
    return pem;
  }

  /** What others use is not removed, and listed as used. @param uses whether a certificate serves for that */
  heed(what: UsedFor, uses: (id: string) => boolean): void {
    this.#usedElsewhere.set(what, uses);
  }

  /** Who is trusted beside those of the system: PEM, and the same in one file where there are any. */
  get trust(): { readonly authorities: readonly string[]; readonly file: string | undefined } {
    const authorities = this.#authorities;
    return { authorities, file: authorities.length === 0 ? undefined : this.#trustFile };
  }

  /** @throws Fault `not-found`, `conflict` where it is a request or an authority */
  async use(wanted: Partial<Usage>): Promise<void> {
    for (const id of Object.values(wanted)) this.#expectUsable(id);
    const usage = { ...this.#usage, ...wanted };
    await this.#deps.useFile.save(usage);
    this.#usage = usage;
    this.#changes.tell();
  }

  async addSelfSigned({ name, keyType, days, ...subject }: NewSelfSigned): Promise<ListedCertificate> {
    this.#expectRoom();
    const { clock } = this.#deps;
    return this.#keep(name, await makeSelfSigned(subject, { type: keyType, days, clock }));
  }

  /** A new key and a request to be signed for it. */
  async addRequest({ name, keyType, ...subject }: NewRequest): Promise<ListedCertificate> {
    this.#expectRoom();
    const { key, csr } = await makeRequest(subject, keyType);
    return this.#add({ name, kind: 'request', pem: '', csr }, key);
  }

  /** A private key with its certificates. @throws Fault `invalid` that says what does not fit */
  async upload(name: string, pem: string, password: string): Promise<ListedCertificate> {
    this.#expectRoom();
    return this.#keep(name, readKeyPair(pem, password));
  }

  /** A PKCS #12 file. @throws Fault `invalid` */
  async uploadPkcs12(name: string, bytes: Uint8Array, password: string): Promise<ListedCertificate> {
    this.#expectRoom();
    return this.#keep(name, await this.#deps.readPkcs12(bytes, password));
  }

  /** Somebody whose certificates are trusted. @throws Fault `invalid` where it may not vouch for others */
  async addAuthority(name: string, pem: string): Promise<ListedCertificate> {
    this.#expectRoom();
    const certificates = readCertificates(pem);
    const other = certificates.find(({ ca }) => !ca);
    if (other !== undefined)
      throw invalid(`“${factsOf(other).subject}” is no authority: it may not vouch for others`, 'pem');
    const added = await this.#add({ name, kind: 'authority', pem: certificates.map(String).join(''), csr: '' });
    await this.#writeTrust();
    return added;
  }

  /** The certificate that an authority made of a request. @throws Fault `conflict`, `invalid` where it is another's */
  async answerRequest(id: string, pem: string): Promise<ListedCertificate> {
    const { records, keys } = this.#deps;
    const { kind } = records.get(id);
    if (kind !== 'request') throw conflict('this is no request that waits for its certificate');
    const { cert } = pairOf(createPrivateKey(keys.get(id).key), readCertificates(pem));
    const answered = this.#listed(await records.change(id, { kind: 'server', pem: cert, csr: '' }));
    this.#changes.tell();
    return answered;
  }

  /** The certificate with its chain, or the request; never a private key. @throws Fault `not-found` */
  text(id: string): string {
    if (id === OWN) return this.#ownPair.cert;
    const { pem, csr } = this.#deps.records.get(id);
    return pem === '' ? csr : pem;
  }

  /** @throws Fault `not-found`, `conflict` where it serves something, or is the speaker's own */
  async remove(id: string): Promise<void> {
    if (id === OWN) throw conflict('the speaker needs its own certificate where there is no other');
    const [user] = this.#usedBy(id);
    if (user !== undefined) throw conflict(`${USES[user]} uses this certificate; choose another one there first`);
    const { records, keys } = this.#deps;
    await records.remove(id);
    if (keys.has(id)) await keys.remove(id);
    await this.#writeTrust();
    this.#changes.tell();
  }

  get #authorities(): string[] {
    const { records } = this.#deps;
    return records.list().flatMap(({ kind, pem }) => (kind === 'authority' ? [pem] : []));
  }

  get #trustFile(): string {
    return `${this.#deps.folder}/authorities.pem`;
  }

  /** For programs that read whom they may trust from a file. */
  #writeTrust(): Promise<void> {
    return replaceFile(this.#trustFile, this.#authorities.join(''));
  }

  #expectUsable(id: string): void {
    if (id === OWN) return;
    const { kind } = this.#deps.records.get(id);
    if (kind === 'request') throw conflict('this request has no certificate yet');
    if (kind === 'authority') throw conflict('an authority has no private key here; it cannot serve anything');
  }

  #expectRoom(): void {
    if (this.#deps.records.list().length >= MOST) throw new Fault('full', `there are ${MOST} certificates already`);
  }

  #keep(name: string, { key, cert }: KeyPair): Promise<ListedCertificate> {
    return this.#add({ name, kind: 'server', pem: cert, csr: '' }, key);
  }

  /** The key first: one without a certificate does no harm. */
  async #add(record: Omit<StoredCertificate, 'id' | 'addedAt'>, key?: string): Promise<ListedCertificate> {
    const { records, keys, clock } = this.#deps;
    const id = this.#newId();
    if (key !== undefined) await keys.add({ id, key });
    const added = this.#listed(await records.add({ id, addedAt: clock.now().toISOString(), ...record }));
    this.#changes.tell();
    return added;
  }

  /** Never one that was in use before: what refers to a certificate must not meet another one. */
  #newId(): string {
    const { records, keys } = this.#deps;
    const numbers = [...records.list(), ...keys.list()].map(({ id }) => Number(id.replace('certificate-', '')));
    return `certificate-${Math.max(0, ...numbers) + 1}`;
  }

  #usedBy(id: string): UsedFor[] {
    const elsewhere = [...this.#usedElsewhere].filter(([, uses]) => uses(id)).map(([what]) => what);
    return [...(['https', 'sip'] as const).filter(use => this.#usage[use] === id), ...elsewhere];
  }

  #listed({ id, name, kind, pem, addedAt }: StoredCertificate): ListedCertificate {
    const [first] = pem === '' ? [] : [new X509Certificate(pem)];
    return {
      ...{ id, name, kind },
      addedAt: addedAt === '' ? undefined : instant(addedAt).toISOString(),
      facts: first === undefined ? undefined : factsOf(first),
      usedBy: this.#usedBy(id),
    };
  }

  get #ownRecord(): StoredCertificate {
    return { id: OWN, name: 'Self-signed', kind: 'server', pem: this.#ownPair.cert, csr: '', addedAt: '' };
  }

  get #ownPair(): KeyPair {
    if (this.#own === undefined) throw new Fault('unavailable', 'the certificates are not loaded yet');
    return this.#own;
  }
}

const USES: Readonly<Record<UsedFor, string>> = {
  https: 'HTTPS',
  sip: 'SIP',
  dot1x: 'IEEE 802.1X',
  syslog: 'the remote system log',
};
