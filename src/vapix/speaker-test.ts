import { Fault } from '../core/fault.ts';
import type { Answer, Exchange, Route } from '../http/index.ts';

/** The speaker test as VAPIX needs it. */
export interface VapixSpeakerTest {
  calibrate(): void;
  run(): void;
  /** Why nothing can be measured now. */
  obstacle(): string | undefined;
  status(): { readonly status: string; readonly testedAt: string; readonly calibratedAt: string };
}

type Report = Readonly<Record<string, string>>;
/** Nothing, or a structure with its name. */
type Outcome = Readonly<Record<string, Report>>;

const PREFIX = 'axast:';

/** The auto speaker test service: `/vapix/axast`, with JSON or in the simple form. */
export const speakerTestService = (test: VapixSpeakerTest): Route => ({
  path: '/vapix/axast',
  methods: ['GET', 'POST'],
  access: 'admin',
  handle: async exchange => {
    const { command, simple } = await requestIn(exchange);
    try {
      const outcome = perform(test, command);
      return simple ? simpleAnswer(outcome) : jsonAnswer(outcome);
    } catch (error) {
      if (error instanceof Fault) return faultOf(test, error);
      throw error;
    }
  },
});

async function requestIn(exchange: Exchange): Promise<{ command: string; simple: boolean }> {
  const text = exchange.method === 'POST' ? (await exchange.text()).trim() : '';
  if (text.startsWith('{')) return { command: commandIn(text), simple: false };
  const form = new URLSearchParams(text);
  const get = (name: string) => form.get(name) ?? exchange.query.get(name) ?? '';
  return { command: get('action'), simple: get('format') === 'simple' };
}

function commandIn(text: string): string {
  try {
    return Object.keys((JSON.parse(text) as object | null) ?? {})[0] ?? '';
  } catch {
    return '';
  }
}

function perform(test: VapixSpeakerTest, command: string): Outcome {
  switch (command.startsWith(PREFIX) ? command.slice(PREFIX.length) : command) {
    case 'CalibrateSpeakerTest':
      test.calibrate();
      return {};
    case 'PerformSpeakerTest':
      test.run();
      return {};
    case 'GetSpeakerTestReport':
      return { SpeakerTestReport: reportOf(test) };
    default:
      throw new Fault('unsupported', `the speaker test has no command ${command}`);
  }
}

function reportOf(test: VapixSpeakerTest): Report {
  const { status, testedAt, calibratedAt } = test.status();
  return {
    SpeakerTestStatus: status,
    TestTimestamp: wholeSeconds(testedAt),
    CalibrationTimestamp: wholeSeconds(calibratedAt),
  };
}

const wholeSeconds = (iso: string) => iso.replace(/\.\d+Z$/, 'Z');

const jsonAnswer = (outcome: object, status = 200): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(outcome),
});

const simpleAnswer = (outcome: Outcome): Answer => ({
  type: 'text/plain',
  body: Object.entries(outcome)
    .flatMap(([name, fields]) => Object.entries(fields).map(([field, value]) => `${name}_${field}=${value}`))
    .join('\n'),
});

function faultOf(test: VapixSpeakerTest, fault: Fault): Answer {
  if (fault.kind === 'unsupported') {
    return faultAnswer('env:Sender', 'ter:ActionNotSupported', 'ter:NotSupported', fault.message);
  }
  if (test.obstacle() === 'mic-off') {
    return faultAnswer('env:Receiver', 'ter:Action', 'axast:DisabledInHardware', 'The microphone is switched off.');
  }
  if (test.status().status === 'Uncalibrated' && test.obstacle() === undefined) {
    const reason = 'The Auto Speaker Test cannot be done without prior calibration.';
    return faultAnswer('env:Receiver', 'ter:Action', 'axast:DeviceNotCalibrated', reason);
  }
  return faultAnswer('env:Receiver', 'ter:Action', 'ter:Failure', fault.message);
}

const faultAnswer = (Fault: string, FaultCode: string, FaultSubCode: string, FaultReason: string): Answer =>
  jsonAnswer({ Fault, FaultCode, FaultSubCode, FaultReason, FaultMsg: null }, 400);
