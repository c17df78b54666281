// How loud sines of these frequencies come through the page's resampler, in dB, from one rate to
// another, and how far what comes out is from a clean sine, in dB. Evaluated in the page.
async (fromHz, toHz, frequencies, trim) => {
  const { BandLimitedReader, SampleRing } = await import("/phone/resampler.js");

  const resample = (frequency) => {
    const ring = new SampleRing(65536);
    const reader = new BandLimitedReader(ring, fromHz);
    for (let i = 0; i < fromHz; i++) {
      ring.write(0.5 * Math.sin((2 * Math.PI * frequency * i) / fromHz));
    }
    const step = (fromHz / toHz) * (1 + trim);
    const out = [];
    for (let at = fromHz * 0.1; at < fromHz * 0.9; at += step) {
      out.push(reader.at(at));
    }
    return { out, heardHz: (frequency / fromHz) * step };
  };

  /** The sine of that many cycles per sample that fits best, and what remains of the signal. */
  const fit = (out, cycles) => {
    let [re, im] = [0, 0];
    out.forEach((sample, i) => {
      re += sample * Math.cos(2 * Math.PI * cycles * i);
      im += sample * Math.sin(2 * Math.PI * cycles * i);
    });
    [re, im] = [(2 * re) / out.length, (2 * im) / out.length];
    let rest = 0;
    out.forEach((sample, i) => {
      const angle = 2 * Math.PI * cycles * i;
      rest += (sample - re * Math.cos(angle) - im * Math.sin(angle)) ** 2;
    });
    return { level: Math.hypot(re, im), rest: Math.sqrt((2 * rest) / out.length) };
  };

  const db = (ratio) => 20 * Math.log10(Math.max(ratio, 1e-9));
  return frequencies.map((frequency) => {
    const { out, heardHz } = resample(frequency);
    const { level, rest } = fit(out, heardHz);
    const all = Math.sqrt((2 * out.reduce((sum, one) => sum + one * one, 0)) / out.length);
    return { all: db(all / 0.5), level: db(level / 0.5), rest: db(rest / 0.5) };
  });
};
