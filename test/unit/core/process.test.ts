import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'mocha';
import { systemClock } from '../../../src/core/clock.ts';
import { run, type RunOptions, startChild } from '../../../src/core/process.ts';
import { FakeClock } from '../../support/fake-clock.ts';

async function outputOf(script: string, options: Partial<RunOptions> = {}): Promise<string> {
  let text = '';
  const args = ['-e', script];
  for await (const piece of run(process.execPath, args, { clock: systemClock, timeoutMs: 60_000, ...options })) {
    text += piece.toString();
  }
  return text;
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('run', () => {
  it('hands over all that the program prints', async () => {
    const text = await outputOf('for (let i = 0; i < 20000; i++) console.log(i)');
    assert.equal(text.trim().split('\n').at(-1), '19999');
  });

  it('fails with the last words of a program that fails', async () => {
    await assert.rejects(outputOf('console.error("no such codec"); process.exit(3)'), {
      kind: 'failed',
      message: `${process.execPath} failed: no such codec`,
    });
  });

  it('says that a program is not there', async () => {
    const options = { clock: systemClock, timeoutMs: 1000 };
    await assert.rejects(run('/nowhere/ffmpeg', [], options).next(), {
      kind: 'unavailable',
      message: /^\/nowhere\/ffmpeg cannot be run: .*ENOENT/,
    });
  });

  it('kills a program that takes too long', async () => {
    const clock = new FakeClock();
    const output = run(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1000)'], {
      clock,
      timeoutMs: 5000,
    });
    assert.equal(String((await output.next()).value), 'up\n');
    const end = output.next();
    await clock.advance(5000);
    await assert.rejects(end, { kind: 'failed', message: /took longer than 5 s$/ });
    assert.equal(clock.waiting, 0);
  });

  it('kills the program when it is aborted, before or while it runs', async () => {
    const aborter = new AbortController();
    const endless = 'console.log(process.pid); setInterval(() => {}, 1000)';
    const output = run(process.execPath, ['-e', endless], {
      clock: systemClock,
      timeoutMs: 60_000,
      signal: aborter.signal,
    });
    const pid = Number(String((await output.next()).value));
    aborter.abort();
    await assert.rejects(output.next(), { kind: 'failed', message: /was stopped$/ });
    assert.equal(isAlive(pid), false);
    await assert.rejects(outputOf(endless, { signal: aborter.signal }), { kind: 'failed' });
  });

  it('kills the program when nobody wants more of it', async () => {
    const script = 'console.log(process.pid); setInterval(() => console.log("more"), 1)';
    let pid = 0;
    for await (const piece of run(process.execPath, ['-e', script], { clock: systemClock, timeoutMs: 60_000 })) {
      pid = Number.parseInt(piece.toString(), 10);
      break;
    }
    assert.equal(isAlive(pid), false);
  });

  it('waits with a program whose output is not taken', async () => {
    const script = `
      let written = 0;
      const more = () => { while (process.stdout.write(Buffer.alloc(65536))) written += 65536; };
      process.stdout.on('drain', more);
      more();
      setTimeout(() => { process.stderr.write(String(written)); process.exit(1); }, 300);`;
    const output = run(process.execPath, ['-e', script], { clock: systemClock, timeoutMs: 60_000 });
    await output.next();
    await new Promise(resolve => setTimeout(resolve, 600));
    const drain = async () => {
      for await (const piece of output) assert.ok(piece.length > 0);
    };
    await assert.rejects(drain(), (error: Error) => Number(error.message.split(' ').at(-1)) < 5_000_000);
  });
});

describe('startChild', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stentor-child-'));
  after(() => rmSync(folder, { recursive: true }));
  const script = (text: string) => {
    const path = join(folder, 'child.mjs');
    writeFileSync(path, text);
    return path;
  };

  it('gives the child its arguments and environment, and talks with it over file descriptor 3', async () => {
    const path = script(`
      import { Socket } from 'node:net';
      const socket = new Socket({ fd: 3 });
      socket.on('data', data => socket.end([data, process.argv[2], process.env.MOOD, process.execArgv].join(' ')));`);
    const child = startChild(path, { args: ['one'], env: { MOOD: 'good' }, execArgv: ['--no-warnings'] });
    assert.ok(child.pid !== undefined && child.pid > 0);
    child.socket.write('hello');
    let heard = '';
    for await (const data of child.socket) heard += String(data);
    assert.equal(heard, 'hello one good --no-warnings');
    assert.deepEqual(await child.exited, { code: 0, signal: null });
  });

  it('tells how the child ended', async () => {
    assert.deepEqual(await startChild(script('process.exit(7)')).exited, { code: 7, signal: null });
    const child = startChild(script('setInterval(() => {}, 1000)'));
    child.kill();
    assert.deepEqual(await child.exited, { code: null, signal: 'SIGKILL' });
  });

  it('survives writing to a child that is dead', async () => {
    const child = startChild(script('process.exit(0)'));
    await child.exited;
    child.socket.write('anybody there?');
    await new Promise(resolve => setTimeout(resolve, 50));
  });
});
