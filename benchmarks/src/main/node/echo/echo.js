// An echo and nothing else: each message is parsed and its audio decoded, encoded and sent. Answers
// questions about itself on standard input, a line each.
'use strict';
const { WebSocketServer } = require('ws');
const readline = require('node:readline');

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });

server.on('listening', () => console.log(server.address().port));
server.on('connection', (socket) => {
  let streamSid = null;
  socket.on('message', (data) => {
    const message = JSON.parse(data.toString());
    if (message.event === 'start') {
      streamSid = message.streamSid;
    } else if (message.event === 'media') {
      const audio = Buffer.from(message.media.payload, 'base64');
      const media = { payload: audio.toString('base64') };
      socket.send(JSON.stringify({ event: 'media', streamSid, media }));
    }
  });
});

const answers = {
  cpu: () => {
    const used = process.cpuUsage();
    return (used.user + used.system) * 1000;
  },
  heap: () => process.memoryUsage().heapUsed,
  compiled: () => 0,
  pauses: () => 0,
  clear: () => '',
  latencies: () => '0 0 0 0 0',
  counters: () => '',
};

const questions = readline.createInterface({ input: process.stdin });
questions.on('line', (question) => console.log(answers[question]()));
questions.on('close', () => process.exit(0));
