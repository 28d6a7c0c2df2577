/** The speaker's HTTP and HTTPS door. */
export type { Answer, Caller, Exchange, Route, UploadedFile } from './route.ts';
