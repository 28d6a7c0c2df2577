import type { Clock } from '../core/clock.ts';
import { scrub } from '../core/scrub.ts';
import { type ArchiveFile, tarOf, tgzOf, zipOf } from './archive.ts';

/** A chapter of the report. */
export interface ReportSection {
  /** Of its file in an archive: `parameters.txt`. */
  readonly file: string;
  readonly title: string;
  /** It must not hold secrets; what looks like one is blanked all the same. */
  readonly text: () => string | Promise<string>;
}

export interface ReportDeps {
  readonly sections: readonly ReportSection[];
  readonly clock: Pick<Clock, 'now'>;
  /** A word for the folder in archives: the serial number. */
  readonly name: string;
}

/** The device server report: all that helps to find what is wrong, and nothing that is secret. */
export class Report {
  readonly #deps: ReportDeps;

  constructor(deps: ReportDeps) {
    this.#deps = deps;
  }

  get fileName(): string {
    const day = this.#deps.clock.now().toISOString().slice(0, 10);
    return `server-report-${this.#deps.name}-${day}`;
  }

  async text(): Promise<string> {
    const parts = await this.#parts();
    return parts.map(({ title, text }) => `----- ${title} -----\n\n${text}\n`).join('\n');
  }

  async zip(): Promise<Uint8Array> {
    return zipOf(await this.#files(), this.#deps.clock.now());
  }

  async tar(): Promise<Uint8Array> {
    return tarOf(await this.#files(), this.#deps.clock.now());
  }

  async tgz(): Promise<Uint8Array> {
    return tgzOf(await this.#files(), this.#deps.clock.now());
  }

  async #files(): Promise<readonly ArchiveFile[]> {
    const parts = await this.#parts();
    return parts.map(({ file, text }) => ({ name: `${this.fileName}/${file}`, text }));
  }

  #parts() {
    return Promise.all(
      this.#deps.sections.map(async ({ file, title, text }) => ({ file, title, text: scrub(await told(text)) })),
    );
  }
}

/** What cannot be learnt is told in its place: a report is wanted most where something does not work. */
async function told(text: ReportSection['text']): Promise<string> {
  try {
    return await text();
  } catch (error) {
    return `This part is missing: ${String(error)}`;
  }
}
