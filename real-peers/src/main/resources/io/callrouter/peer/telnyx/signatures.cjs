// Makes the signature vectors: signs with a throwaway key, and has Telnyx's own client verify them.
// Usage: node signatures.cjs <seed in hex>
const crypto = require('node:crypto');
const { TelnyxWebhook } = require('telnyx/lib/webhooks.js');

const seed = Buffer.from(process.argv[2], 'hex');
const privateKey = crypto.createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
  format: 'der',
  type: 'pkcs8',
});
const publicKey = crypto
  .createPublicKey(privateKey)
  .export({ format: 'der', type: 'spki' })
  .subarray(-32)
  .toString('base64');

const messages = [
  [1700000000, '{"data":{"event_type":"call.answered"}}'],
  [1767268800, '{"data":{"event_type":"call.hangup","payload":{"from":"+14155550177","tags":[]}}}'],
  [1767268801, '{"data":{"payload":{"digits":"12#","text":"Grüße, 電話 ☎"}}}'],
  [1767268802, ''],
  [4102444800, '{ "spaces" : "and\\nlines",\n  "stay" : true }\n'],
];

async function accepts(timestamp, body, signature) {
  const now = Date.now;
  Date.now = () => timestamp * 1000;
  try {
    await new TelnyxWebhook(publicKey).verify(body, {
      'Telnyx-Timestamp': String(timestamp),
      'Telnyx-Signature-Ed25519': signature,
    });
    return true;
  } catch (error) {
    return false;
  } finally {
    Date.now = now;
  }
}

async function main() {
  const vectors = [];
  for (const [timestamp, body] of messages) {
    const signature = crypto.sign(null, Buffer.from(`${timestamp}|${body}`), privateKey).toString('base64');
    const sound = await accepts(timestamp, body, signature);
    const altered = await accepts(timestamp, body + ' ', signature);
    if (!sound || altered) {
      throw new Error(`the client does not judge this one as it should: ${body}`);
    }
    vectors.push({ timestamp: String(timestamp), body, signature });
  }
  process.stdout.write(JSON.stringify({ publicKey, vectors }, null, 2) + '\n');
}

main();
