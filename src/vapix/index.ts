/** VAPIX over HTTP: the dialect that existing programs for network speakers speak. */
export { createVapixEvents } from './events.ts';
export { mqttDialect } from './mqtt-dialect.ts';
export { mediaClipParams } from './media-clips.ts';
export { vapixRoutes } from './routes.ts';
