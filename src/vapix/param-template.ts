import { Fault } from '../core/fault.ts';
import { mayActAs, type Role } from '../core/role.ts';
import type { Answer } from '../http/index.ts';
import { oneLine, plain } from './answers.ts';
import type { MediaClips } from './media-clips.ts';
import { groupsIn } from './param-tree.ts';

const failed = (why: string): Answer => plain(`# Request failed: ${oneLine(why)}\n`);

/** `action=add`: parameter groups can only be made from a template, and a clip needs its file, which is not here. */
export const addGroup = (args: URLSearchParams): Answer => {
  const template = args.get('template') ?? '';
  return failed(
    template.toLowerCase() === 'mediaclip'
      ? 'a media clip needs its file; send it with mediaclip.cgi?action=upload'
      : `there is no template '${template}'`,
  );
};

/** `action=remove`: removes the clips whose groups `MediaClip.M<number>` are named, all or none. */
export async function removeGroups(
  clips: Pick<MediaClips, 'get' | 'remove'>,
  role: Role,
  args: URLSearchParams,
): Promise<Answer> {
  if (!mayActAs(role, 'operator')) return failed('only operators may remove parameter groups');
  const groups = groupsIn(args.get('group') ?? '');
  if (groups.length === 0) return failed('the argument group is missing');
  const ids = groups.map(group => /^MediaClip\.M(\d+)$/i.exec(group)?.[1]);
  const unknown = groups.find((_, i) => ids[i] === undefined);
  if (unknown !== undefined) return failed(`the group 'root.${unknown}' cannot be removed`);
  try {
    const found = new Set(ids.map(id => clips.get(id ?? '').id));
    for (const id of found) await clips.remove(id);
    return plain('OK');
  } catch (error) {
    if (error instanceof Fault) return failed(error.message);
    throw error;
  }
}
