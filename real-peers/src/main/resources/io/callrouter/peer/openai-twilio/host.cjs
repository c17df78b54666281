// A host as OpenAI's own library is meant to be used: connects each call of Twilio's to an agent of its
// own, which greets the caller. Prints its port, then each error and each time a caller interrupts, a
// line each; ends when its standard input does.
// Usage: node host.cjs <URL of the service> <API key>
const http = require('node:http');
const { RealtimeAgent, RealtimeSession } = require('@openai/agents/realtime');
const { TwilioRealtimeTransportLayer } = require('@openai/agents-extensions');
const { WebSocketServer } = require('ws');

const [url, apiKey] = process.argv.slice(2);

function answer(request, response) {
  request.resume();
  const connect = `<Connect><Stream url="wss://${request.headers['x-forwarded-host']}/media-stream"/></Connect>`;
  const isCall = request.url === '/incoming-call';
  response.writeHead(isCall ? 200 : 204, { 'Content-Type': 'text/xml' });
  response.end(isCall ? `<Response>${connect}</Response>` : '');
}

async function talk(twilioWebSocket) {
  const agent = new RealtimeAgent({ name: 'desk', instructions: 'You answer the phone.' });
  const session = new RealtimeSession(agent, {
    transport: new TwilioRealtimeTransportLayer({ twilioWebSocket }),
    model: 'gpt-realtime',
    config: { audio: { input: { turnDetection: { type: 'server_vad', silenceDurationMs: 300 } } } },
  });
  session.on('audio_interrupted', () => console.log('interrupted'));
  session.on('error', (error) => console.log(`error ${JSON.stringify(error)}`));
  await session.connect({ apiKey, url });
  session.sendMessage('Greet the caller.');
}

const server = http.createServer(answer);
new WebSocketServer({ server, path: '/media-stream' }).on('connection', (socket) =>
  talk(socket).catch((error) => console.log(`error ${error.stack}`)),
);
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit(0));
