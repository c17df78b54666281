// Plays a tone through the page's jitter buffer in simulated time, by two clocks that differ, over
// a line that holds frames up. Evaluated in the page.
async ({ seconds, rateHz, driftPpm, jitterMs, stallAtS = Infinity, stallMs = 0, endAtS = seconds }) => {
  const { JitterBuffer } = await import("/phone/jitter-buffer.js");
  const buffer = new JitterBuffer(rateHz);
  const QUANTUM = 128;
  const HZ = 440;
  const LEVEL = 0.25;

  let seed = 1;
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };

  let sent = 0;
  const frame = () => {
    const samples = new Int16Array(160);
    for (let i = 0; i < 160; i++) {
      samples[i] = 32767 * LEVEL * Math.sin((2 * Math.PI * HZ * (sent * 160 + i)) / 8000);
    }
    return samples;
  };

  /** When frame n comes, by the loudspeaker's clock: the line's runs faster by the drift. */
  let arrival = 0;
  const arrives = (n) => {
    let at = ((n + 1) * 20) / (1 + driftPpm / 1e6) + random() * jitterMs;
    if (at > stallAtS * 1000 && at < stallAtS * 1000 + stallMs) {
      at = stallAtS * 1000 + stallMs;
    }
    arrival = Math.max(arrival, at);
    return arrival;
  };

  // A change of slope beyond the tone's own is a click.
  const turn = (2 * Math.PI * HZ) / rateHz;
  const out = new Float32Array(QUANTUM);
  let [bend, last, slope] = [0, 0, 0];
  const levels = [];
  let dueAt = arrives(0);
  const quanta = Math.floor((seconds * rateHz) / QUANTUM);
  for (let q = 0; q < quanta; q++) {
    const now = (q * QUANTUM * 1000) / rateHz;
    while (dueAt <= now && now < endAtS * 1000) {
      buffer.add(sent * 20, frame());
      sent++;
      dueAt = arrives(sent);
    }
    buffer.play(out);
    for (const sample of out) {
      bend = Math.max(bend, Math.abs(sample - last - slope));
      slope = sample - last;
      last = sample;
    }
    if (q % Math.round(rateHz / QUANTUM) === 0) {
      levels.push(buffer.levelMs);
    }
  }
  return {
    bend: bend / (LEVEL * turn * turn),
    underruns: buffer.underruns,
    overruns: buffer.overruns,
    targetMs: buffer.targetMs,
    trimPpm: buffer.trim * 1e6,
    late: Math.max(...levels.slice(5)),
    playing: buffer.playing,
    playedMs: buffer.playedMs,
  };
};
