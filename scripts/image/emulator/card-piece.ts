import { tool } from '../tool.ts';

/** Copies a piece of a card (qcow2, no machine uses it) to a file of its own; offset and size in bytes. */
export function cardPiece(card: string, { offset, size }: Piece, output: string): void {
  const source = ['driver=raw', `offset=${offset}`, `size=${size}`, 'file.driver=qcow2', `file.file.filename=${card}`];
  tool('qemu-img', ['convert', '-O', 'raw', '--image-opts', source.join(','), output]);
}

interface Piece {
  readonly offset: number;
  readonly size: number;
}
