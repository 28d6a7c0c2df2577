import { type Answer, type Exchange, idIn, type Route } from '../http/index.ts';
import type { Recording } from './contract.ts';
import { fileAnswer, type FileToSend } from './file-answer.ts';
import { json } from './json.ts';

/** Recordings of the microphone, as the page needs them. */
export interface ApiRecordings {
  list(): Promise<readonly Recording[]>;
  /** @throws Fault `not-found` */
  original(id: string): Promise<FileToSend>;
  /** @throws Fault `not-found` */
  stop(id: string): Promise<void>;
  /** @throws Fault `not-found`, `conflict` while it is being made */
  remove(id: string): Promise<void>;
}

/** What the microphone heard is not for everybody who may look at the speaker. */
const access = 'operator';

/** Recordings: the list, the files. */
export const recordingRoutes = ({ recordings }: { readonly recordings: ApiRecordings }): Route[] => [
  { path: '/api/recordings', methods: ['GET'], access, handle: async () => json(await recordings.list()) },
  {
    path: '/api/recordings/:id',
    methods: ['DELETE'],
    access,
    handle: async exchange => {
      await recordings.remove(idIn(exchange));
      return undefined;
    },
  },
  {
    path: '/api/recordings/:id/stop',
    methods: ['POST'],
    access,
    handle: async exchange => {
      await recordings.stop(idIn(exchange));
      return undefined;
    },
  },
  { path: '/api/recordings/:id/file', methods: ['GET'], access, handle: exchange => original(recordings, exchange) },
];

async function original(recordings: ApiRecordings, exchange: Exchange): Promise<Answer> {
  return fileAnswer(await recordings.original(idIn(exchange)), exchange.headers.range);
}
