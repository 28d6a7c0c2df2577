import { join } from 'node:path';
import type { Target } from './compile.ts';
import { nodeHeaders } from './node-headers.ts';

/**
 * The add-on of the package epoll, compiled here and not by node-gyp, so that CXX builds it for a Raspberry Pi and it lies
 * beside our own add-ons.
 */
export function epollTarget(root: string, folder: string): Target {
  const sources = join(root, 'node_modules/epoll/src');
  return {
    output: join(folder, 'epoll.node'),
    sources: [join(sources, 'epoll.cc')],
    depends: [join(sources, 'epoll.h'), import.meta.filename],
    language: 'c++',
    flags: [
      `-I${join(root, 'node_modules/nan')}`,
      `-I${nodeHeaders().include}`,
      '-DNODE_GYP_MODULE_NAME=epoll',
      '-DBUILDING_NODE_EXTENSION',
      '-D_FILE_OFFSET_BITS=64',
    ],
    libraries: [],
  };
}
