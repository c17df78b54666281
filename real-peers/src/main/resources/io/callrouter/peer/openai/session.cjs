// Holds a session with OpenAI's own library: speaks, hears the answer, interrupts the next one, has
// a tool called and hears what comes of it. Prints what the library made of it, as JSON.
// Usage: node session.cjs <URL> <API key>, and on standard input base64 of what the caller says:
// µ-law at 8 kHz.
const fs = require('node:fs');
const { RealtimeAgent, RealtimeSession, tool } = require('@openai/agents-realtime');
const { parseRealtimeEvent } = require('./node_modules/@openai/agents-realtime/dist/openaiRealtimeEvents.js');
const { z } = require('zod');

const [url, apiKey] = process.argv.slice(2);
const speech = Buffer.from(fs.readFileSync(0, 'utf8'), 'base64');
const FRAME = 160;
const SILENCE = Buffer.alloc(FRAME, 0xff);

const seen = [];
const result = { audio: [], unknown: [], errors: [], looked: [] };
let waiting = [];

function count(type) {
  return seen.filter((each) => each === type).length;
}

function happened(type, event) {
  seen.push(type);
  waiting = waiting.filter(({ wanted, number, resolve }) => {
    const met = wanted === type && count(type) >= number;
    if (met) {
      resolve(event);
    }
    return !met;
  });
}

// The event of that type which makes so many of them.
function nth(type, number) {
  return new Promise((resolve, reject) => {
    waiting.push({ wanted: type, number, resolve });
    setTimeout(() => reject(new Error(`no ${type} after ${seen.join(' ')}`)), 60000).unref();
  });
}

function next(type) {
  return nth(type, count(type) + 1);
}

const agent = new RealtimeAgent({
  name: 'caller',
  instructions: 'You answer the phone.',
  tools: [
    tool({
      name: 'lookup',
      description: 'Finds a customer.',
      parameters: z.object({ number: z.string() }),
      execute: async ({ number }) => {
        result.looked.push(number);
        return `${number} is Ada`;
      },
    }),
  ],
});

const session = new RealtimeSession(agent, {
  transport: 'websocket',
  model: 'gpt-realtime',
  config: {
    audio: {
      input: {
        format: { type: 'audio/pcmu' },
        transcription: { model: 'gpt-4o-mini-transcribe' },
        turnDetection: { type: 'server_vad', threshold: 0.5, silenceDurationMs: 300 },
      },
      output: { format: { type: 'audio/pcmu' }, voice: 'marin' },
    },
  },
});

session.transport.on('*', (event) => {
  if (typeof event.event_id === 'string' && parseRealtimeEvent({ data: JSON.stringify(event) }).isGeneric) {
    result.unknown.push(event);
  }
  happened(event.type, event);
});
session.on('audio', ({ data }) => result.audio.push(data.byteLength));
session.on('audio_interrupted', () => happened('audio_interrupted'));
session.on('error', (error) => result.errors.push(error));

function microphone() {
  let voice = Buffer.alloc(0);
  let due = Date.now();
  const timer = setInterval(() => {
    for (; due <= Date.now(); due += 20) {
      const frame = voice.length ? voice.subarray(0, FRAME) : SILENCE;
      voice = voice.subarray(Math.min(FRAME, voice.length));
      session.sendAudio(new Uint8Array(frame).buffer);
    }
  }, 10);
  return { speak: () => (voice = Buffer.concat([voice, speech])), stop: () => clearInterval(timer) };
}

async function main() {
  const answered = nth('response.done', 1);
  const story = nth('response.created', 2);
  const toolAnswered = nth('response.done', 4);
  const updated = next('session.updated');
  await session.connect({ apiKey, url });
  await updated;
  const caller = microphone();

  caller.speak();
  await answered;

  caller.speak();
  await story;
  await next('response.output_audio.delta');
  await new Promise((resolve) => setTimeout(resolve, 500));
  const interrupted = next('audio_interrupted');
  const truncated = next('conversation.item.truncated');
  caller.speak();
  await interrupted;
  result.truncated = await truncated;

  await toolAnswered;
  caller.stop();
  result.history = session.history.map(({ type, role, content, output }) => ({ type, role, content, output }));
  session.close();
  console.log(JSON.stringify(result));
}

main().catch((error) => {
  console.log(JSON.stringify({ failed: String(error.stack), ...result }));
  process.exit(1);
});
