import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { delayed, RealFft } from '../../../src/dsp/fft.ts';
import { noise } from '../../support/sounds.ts';

describe('RealFft', () => {
  it('gives what the definition of the discrete Fourier transform gives', () => {
    const samples = Float64Array.from({ length: 64 }, noise(3));
    const { re, im } = new RealFft(64).forward(samples);
    for (let k = 0; k <= 32; k++) {
      const sum = (turn: (angle: number) => number) =>
        samples.reduce((total, sample, i) => total + sample * turn((2 * Math.PI * k * i) / 64), 0);
      assert.ok(Math.abs(re[k]! - sum(Math.cos)) < 1e-12, `real part of bin ${k}`);
      assert.ok(Math.abs(im[k]! + sum(Math.sin)) < 1e-12, `imaginary part of bin ${k}`);
    }
  });

  it('comes back to the samples, also where fewer were given', () => {
    const fft = new RealFft(4096);
    const samples = Float64Array.from({ length: 3001 }, noise(5));
    const back = fft.inverse(fft.forward(samples));
    assert.ok(back.every((sample, i) => Math.abs(sample - (samples[i] ?? 0)) < 1e-12));
  });

  it('delays by whole frames and by parts of one', () => {
    const fft = new RealFft(256);
    const pulse = Float64Array.from({ length: 256 }, (_, i) => Math.exp(-(((i - 100) / 6) ** 2)));
    const late = fft.inverse(delayed(fft.forward(pulse), 10.5));
    assert.ok(late.every((sample, i) => Math.abs(sample - Math.exp(-(((i - 110.5) / 6) ** 2))) < 1e-9));
  });
});
