/** VAPIX over HTTP: the dialect that existing programs for network speakers speak. */
export { mediaClipParams } from './media-clips.ts';
export { type VapixDeps, vapixRoutes } from './routes.ts';
