import { readdirSync, readFileSync } from 'node:fs';

const BOARDS = new URL('../../board/', import.meta.url);

/** The folders of real boards. */
export const boardNames = () => readdirSync(BOARDS).filter(name => name !== 'virtual');

/** The content of a board's board.json, unchecked. */
export const boardJson = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`${name}/board.json`, BOARDS), 'utf8')) as Record<string, unknown>;
