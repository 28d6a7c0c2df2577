/** VAPIX over HTTP: the dialect that existing programs for network speakers speak. */
export { actionConfigurationsFile, createActionService } from './actions/service.ts';
export { callService } from './call/service.ts';
export { createVapixEvents } from './events.ts';
export { mqttDialect } from './mqtt-dialect.ts';
export { mediaClipParams } from './media-clips.ts';
export { parametersText } from './param-list.ts';
export { parseXml } from './soap-xml.ts';
export { escapeXml } from './xml.ts';
export { rtspPort, VAPIX_PARAMS } from './params.ts';
export { vapixRoutes } from './routes.ts';
