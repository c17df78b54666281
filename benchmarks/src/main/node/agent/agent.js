// Connects each media socket to an agent of its own by OpenAI's Twilio transport. Answers questions
// about itself on standard input, a line each. The latency it adds is measured as the router's is: from
// the socket's event to the call of the other socket's send().
// Usage: node --expose-gc agent.js <URL of the model's service> <API key>
'use strict';
const fs = require('node:fs');
const readline = require('node:readline');
const { RealtimeAgent, RealtimeSession } = require('@openai/agents/realtime');
const { TwilioRealtimeTransportLayer } = require('@openai/agents-extensions');
const { WebSocket, WebSocketServer } = require('ws');

const [url, apiKey] = process.argv.slice(2);
const toModel = [];
const toCarrier = [];
let troubles = 0;

function since(start) {
  return Number(process.hrtime.bigint() - start);
}

// One call's stopwatch, on both of its sockets. All is done within the event that brings it.
function measure(twilio, model) {
  let read = null;
  let answer = null;
  let item = '';
  twilio.prependListener('message', (data) => {
    read = data.includes('"event":"media"') ? process.hrtime.bigint() : null;
  });
  model.prependListener('message', (data) => {
    if (data.includes('"type":"response.output_audio.delta"')) {
      const its = /"item_id":"([^"]*)"/.exec(data.toString())[1];
      answer = its === item ? null : process.hrtime.bigint();
      item = its;
    }
  });
  const send = model.send.bind(model);
  model.send = (data, ...rest) => {
    if (read !== null && data.includes('"input_audio_buffer.append"')) {
      toModel.push(since(read));
      read = null;
    }
    send(data, ...rest);
  };
  const play = twilio.send.bind(twilio);
  twilio.send = (data, ...rest) => {
    if (answer !== null && data.includes('"event":"media"')) {
      toCarrier.push(since(answer));
      answer = null;
    }
    play(data, ...rest);
  };
}

async function talk(twilioWebSocket, call) {
  const transport = new TwilioRealtimeTransportLayer({
    twilioWebSocket,
    createWebSocket: async () => {
      const model = new WebSocket(url, { headers: { Authorization: `Bearer ${apiKey}` } });
      measure(twilioWebSocket, model);
      return model;
    },
  });
  const agent = new RealtimeAgent({ name: 'desk', instructions: `You are on call ${call}.` });
  const session = new RealtimeSession(agent, {
    transport,
    model: 'gpt-realtime',
    config: {
      audio: {
        input: {
          transcription: { model: 'gpt-4o-mini-transcribe' },
          turnDetection: { type: 'server_vad', threshold: 0.5, prefixPaddingMs: 300, silenceDurationMs: 500 },
        },
        output: { voice: 'marin' },
      },
    },
  });
  session.on('error', () => troubles++);
  await session.connect({ apiKey, url });
  session.sendMessage('Greet the caller.');
}

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
server.on('listening', () => console.log(server.address().port));
server.on('connection', (socket, request) => {
  talk(socket, request.url.split('/').pop()).catch((error) => {
    console.error(error);
    troubles++;
  });
});

function times(nanos) {
  const sorted = nanos.sort((a, b) => a - b);
  const at = (share) => (sorted.length ? sorted[Math.ceil(sorted.length * share) - 1] : 0);
  return [sorted.length, at(0.5), at(0.99), at(0.999), at(1)].join(' ');
}

const answers = {
  cpu: () => {
    const used = process.cpuUsage();
    return (used.user + used.system) * 1000;
  },
  heap: () => {
    global.gc();
    return process.memoryUsage().heapUsed;
  },
  compiled: () => 0,
  pauses: () => 0,
  threads: () => fs.readdirSync('/proc/self/task').length,
  clear: () => {
    toModel.length = 0;
    toCarrier.length = 0;
    return '';
  },
  latencies: () => times(toModel),
  answers: () => times(toCarrier),
  counters: () => `${troubles} errors`,
};

const questions = readline.createInterface({ input: process.stdin });
questions.on('line', (question) => console.log(answers[question]()));
questions.on('close', () => process.exit(0));
