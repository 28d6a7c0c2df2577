/** The whole configuration as one document. Part of contract.ts. */

/** POST /api/configuration/export (admin); the answer is the document, a JSON file. GET /api/configuration is it without wishes. */
export interface ConfigurationExport {
  /** Also what is another on each speaker: the network. */
  readonly personal?: boolean;
  /** At least eight characters: puts the secrets in, shut with it. */
  readonly passphrase?: string;
}

/** POST /api/configuration/diff and /api/configuration/apply (admin), at most 4 MB; both answer a ConfigurationOutlook. */
export interface ConfigurationImport {
  readonly document: unknown;
  readonly passphrase?: string;
  /** Firewall and network are tested, and go back by themselves unless confirmed as on the page; true for good at once. */
  readonly final?: boolean;
}

export interface ConfigurationChange {
  /** "Settings", "Rules" … */
  readonly part: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** "Output gain: −6 dB → 0 dB". */
  readonly text: string;
}

/** What a document would change, or has changed. */
export interface ConfigurationOutlook {
  readonly changes: readonly ConfigurationChange[];
  /** What a person should know: sentences. */
  readonly notes: readonly string[];
}
