// Makes the signature vectors with Twilio's own library, which is asked about each of them too.
// Usage: node signatures.cjs <auth token>
const querystring = require('node:querystring');
const twilio = require('twilio');
const { getExpectedBodyHash, getExpectedTwilioSignature } = require('twilio/lib/webhooks/webhooks.js');

const authToken = process.argv[2];
const host = 'voice.example.test';
const call = {
  AccountSid: 'AC00000000000000000000000000000001',
  CallSid: 'CA00000000000000000000000000000001',
  From: '+15550100001',
  To: '+15550100002',
};
const json = ['{"a":1}', '{"text":"Grüße, 電話 ☎"}', '[]'];

function signed(method, url, body, type, parameters) {
  const signature = getExpectedTwilioSignature(authToken, url, parameters);
  return { method, url, type, body, signature };
}

function form(path, parameters) {
  const body = querystring.stringify(parameters);
  const type = 'application/x-www-form-urlencoded; charset=UTF-8';
  return signed('POST', `https://${host}${path}`, body, type, parameters);
}

function query(path, parameters) {
  return signed('GET', `https://${host}${path}?${querystring.stringify(parameters)}`, '', '', {});
}

function hashed(body) {
  const url = `https://${host}/hooks/json?bodySHA256=${getExpectedBodyHash(body)}`;
  return signed('POST', url, body, 'application/json', {});
}

const vectors = {
  accepted: [
    form('/incoming-call', { ...call, CallStatus: 'ringing' }),
    form('/incoming-call?tenant=7&name=a%20b', { ...call, CallStatus: 'ringing' }),
    form('/incoming-call', { ...call, CallerName: 'Zoë & Søn =+ 1 漢 😀', FromCity: '' }),
    form('/incoming-call', { ...call, Tag: ['b', 'a', 'b', ''], tag: 'c', SpeechResult: "it's\na \"test\"" }),
    query('/incoming-call', { ...call, CallStatus: 'ringing' }),
    query('/incoming-call', { ...call, CallerName: "O'Neill (é*!~)", Tag: ['b', 'a'] }),
  ],
  hashed: json.map(hashed),
  sockets: ['/media-stream/bWVkaWEtdG9rZW4_-', '/'].map((path) =>
    signed('GET', `wss://${host}${path}`, '', '', {}),
  ),
};

for (const { url, signature, body } of vectors.hashed) {
  const altered = twilio.validateRequestWithBody(authToken, signature, url, body + ' ');
  if (!twilio.validateRequestWithBody(authToken, signature, url, body) || altered) {
    throw new Error(`the library does not judge this one as it should: ${url}`);
  }
}
process.stdout.write(JSON.stringify({ authToken, ...vectors }, null, 2) + '\n');
