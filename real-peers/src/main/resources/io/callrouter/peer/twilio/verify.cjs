// Verifies requests with Twilio's own library, one each line of standard input:
// {"url", "signature", "body", "type"}. Says for each whether it is genuine.
// Usage: node verify.cjs <auth token>
const querystring = require('node:querystring');
const readline = require('node:readline');
const twilio = require('twilio');

const authToken = process.argv[2];

// As the library's middleware meets a request: parsed by its content type, and as it came.
function request({ url, signature, body, type }) {
  const form = type.startsWith('application/x-www-form-urlencoded');
  return {
    originalUrl: url,
    header: (name) => (name === 'X-Twilio-Signature' ? signature : undefined),
    body: form ? { ...querystring.parse(body, '&', '=', { maxKeys: 0 }) } : {},
    rawBody: body,
  };
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const seen = JSON.parse(line);
    console.log(twilio.validateIncomingRequest(request(seen), authToken, { url: seen.url }));
  }
}

main();
