/** The page's own API: JSON over /api and the WebSocket /api/live. */
export type { VirtualControls } from './board.ts';
export { liveRoute, type LiveDeps } from './live.ts';
export { type ApiDeps, apiRoutes } from './routes.ts';
