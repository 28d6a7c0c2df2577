/** Where clients believe the clips to lie. */
const CLIP_FOLDER = '/etc/audioclips/';

/** Whether `location`, a file name or a path in which `*` stands for any characters, means the clip of this file name. */
export function meansClip(location: string, fileName: string): boolean {
  const wanted = location.startsWith(CLIP_FOLDER) ? location.slice(CLIP_FOLDER.length) : location;
  const [first = '', ...others] = wanted.split('*');
  const last = others.pop();
  if (last === undefined) return fileName === wanted;
  if (!fileName.startsWith(first) || fileName.length < first.length + last.length || !fileName.endsWith(last))
    return false;
  // Each part in its first place after the last one: no other choice could fit where this does not.
  const middle = fileName.slice(first.length, fileName.length - last.length);
  let at = 0;
  return others.every(part => {
    const found = middle.indexOf(part, at);
    at = found + part.length;
    return found !== -1;
  });
}
