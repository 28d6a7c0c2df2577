import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where this very Node has its headers. @throws Error that names the package to install */
export function nodeHeaders(): { readonly nodedir: string; readonly include: string } {
  const nodedir = dirname(dirname(process.execPath));
  const include = join(nodedir, 'include/node');
  if (!existsSync(join(include, 'node_version.h'))) {
    throw new Error(`${include} has no headers of Node; on Debian install the package libnode-dev`);
  }
  return { nodedir, include };
}
