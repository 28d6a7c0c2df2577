/** Audio clips as files, over FTP with TLS. */
export { FTP_PARAMS } from './params.ts';
export { FtpServer } from './server.ts';
