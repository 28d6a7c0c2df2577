import type { Board } from '../board/index.ts';
import type { Off } from '../core/clock.ts';
import type { ParamStore } from '../settings/index.ts';
import { CAPTURE_PARAMS, captureSwitches } from './capture-params.ts';
import { CLASS_PARAMS, classPolicies } from './class-params.ts';
import type { AudioEngine } from './engine.ts';
import {
  driver,
  inputDevice,
  inputGain,
  inputMuted,
  latency,
  outputDevice,
  outputGain,
  outputMuted,
  separateCards,
} from './params.ts';

interface SettingsDeps {
  readonly board: Pick<Board, 'micSwitch' | 'sound'>;
  readonly params: ParamStore;
}

/** Tells the audio process which card to open and how loud to be, now and after every change. */
export function followSettings({ board, params }: SettingsDeps, engine: AudioEngine): Off {
  const named = (name: string, own: string) => (name === 'board' ? own : name);
  const open = () =>
    engine.openDevice({
      driver: params.get(driver),
      output: named(params.get(outputDevice), board.sound.output),
      input: named(params.get(inputDevice), board.sound.input),
      latency: params.get(latency),
      separate: params.get(separateCards),
    });
  const setOutput = () => engine.setOutput(params.get(outputGain), params.get(outputMuted));
  // The switch is the user's last word: nobody hears the microphone while it is off.
  const setInput = () => engine.setInput(params.get(inputGain), params.get(inputMuted) || !board.micSwitch.on);
  const setClasses = () => engine.setClasses(classPolicies(params));
  const setCapture = () => engine.setCapture(captureSwitches(params));
  open();
  setClasses();
  setCapture();
  setOutput();
  setInput();
  const offSwitch = board.micSwitch.onChange(setInput);
  const offParams = params.onChange(changed => {
    const any = (...defs: { path: string }[]) => defs.some(({ path }) => changed.has(path));
    if (any(driver, outputDevice, inputDevice, latency, separateCards)) open();
    if (any(outputGain, outputMuted)) setOutput();
    if (any(inputGain, inputMuted)) setInput();
    if (any(...CLASS_PARAMS)) setClasses();
    if (any(...CAPTURE_PARAMS)) setCapture();
  });
  return () => {
    offSwitch();
    offParams();
  };
}
