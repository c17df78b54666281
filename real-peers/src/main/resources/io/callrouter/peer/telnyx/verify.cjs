// Verifies webhooks with Telnyx's own client, one each line of standard input: {"body", "headers"}.
// Says for each of which event it is, or why it is refused.
// Usage: node verify.cjs <public key>
const readline = require('node:readline');
const { Telnyx } = require('telnyx');

const client = new Telnyx({ apiKey: 'none', publicKey: process.argv[2] });

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { body, headers } = JSON.parse(line);
    try {
      const event = await client.webhooks.unwrap(body, { headers });
      console.log(event.data.event_type);
    } catch (error) {
      console.log(`${error.name}: ${error.message}`);
    }
  }
}

main();
