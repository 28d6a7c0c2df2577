import { render } from 'preact';
import { App } from './app.tsx';
import { createSpeaker, SpeakerContext } from './data/speaker.ts';

const speaker = createSpeaker();
speaker.start();
render(
  <SpeakerContext.Provider value={speaker}>
    <App />
  </SpeakerContext.Provider>,
  document.body,
);
