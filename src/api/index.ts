/** The page's own API: JSON over /api and the WebSocket /api/live. */
export type { VirtualControls } from './board.ts';
export { configurationRoutes } from './configuration.ts';
export { liveRoute } from './live.ts';
export { apiRoutes } from './routes.ts';
export { withRouteList } from './route-list.ts';
export { sipRoutes } from './sip.ts';
export { talkRoute } from './talk.ts';
