import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MIB, partition } from '../../../scripts/image/layout.ts';
import { tool } from '../../../scripts/image/tool.ts';
import { startStentor, type Stentor } from '../../support/stentor.ts';
import type { Kept } from './writer.ts';

/** e2fsck(8): 0 nothing to do, 1 and 2 mended; from 4 on something is lost. */
const MENDED = 3;

/**
 * Mends the data partition of a card as the initramfs does, and unpacks the supervisor's state.
 * @param card a qcow2 file that no machine uses
 * @param folder for what is unpacked on the way; it is emptied
 * @returns the folder of the state
 * @throws AssertionError where the partition cannot be mended without a loss
 */
export function unpackState(card: string, folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const data = join(folder, 'data.img');
  const { start } = partition('data');
  tool('qemu-img', ['dd', '-f', 'qcow2', '-O', 'raw', `bs=${MIB}`, `skip=${start}`, `if=${card}`, `of=${data}`]);
  const checked = spawnSync('e2fsck', ['-p', data], { encoding: 'utf8' });
  assert.ok((checked.status ?? 8) <= MENDED, `e2fsck: ${checked.stdout}${checked.stderr}`);
  tool('debugfs', ['-R', `rdump /stentor ${folder}`, data]);
  const state = join(folder, 'stentor');
  assert.ok(existsSync(state), 'the state is there');
  return state;
}

/** How far an upgrade had come, by what lies in the supervisor's state. */
export type Stage = 'no upgrade' | 'upload' | 'installation' | 'installed' | 'committed';

export function stageOf(state: string, version: string): Stage {
  const record = readFileSync(join(state, 'upgrade/state.json'), 'utf8');
  if (/"phase":\s*"installing"/.test(record)) return 'installation';
  if (/"phase":\s*"installed"/.test(record)) return 'installed';
  if (existsSync(join(state, 'upgrade/bundle.raucb'))) return 'upload';
  return record.includes(`"${version}"`) ? 'committed' : 'no upgrade';
}

/**
 * Starts the supervisor of this checkout on a state.
 * @returns what it says that it keeps
 * @throws AssertionError where a clip is not whole
 */
export async function whatIsKept(state: string, clip: Uint8Array): Promise<Kept> {
  const stentor = await startStentor({ state });
  try {
    return await askWhatIsKept(stentor, clip);
  } finally {
    await stentor.stop();
  }
}

async function askWhatIsKept(stentor: Stentor, clip: Uint8Array): Promise<Kept> {
  const listed = await (await stentor.fetch('/axis-cgi/param.cgi?action=list&group=AudioSource.A0.OutputGain')).text();
  const { clips } = (await (await stentor.fetch('/api/clips')).json()) as { clips: { id: string; name: string }[] };
  for (const { id, name } of clips) {
    const answer = await stentor.fetch(`/axis-cgi/mediaclip.cgi?action=download&clip=${id}`);
    assert.ok(Buffer.from(await answer.arrayBuffer()).equals(clip), `${name} is whole`);
  }
  return {
    gain: Number(/OutputGain=(\S+)/.exec(listed)?.[1]),
    clips: clips.map(({ name }) => name).sort(byNumber),
  };
}

const byNumber = (a: string, b: string) => Number(a.slice(4)) - Number(b.slice(4));
