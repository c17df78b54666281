// Writes documents with Twilio's own library, one for each line of standard input: {"row"}, where a
// row is [verb, attributes, text or null, [rows within]]. Prints {"row", "xml"} for each.
// An attribute that the library's types do not know for the verb is an error.
// Usage: node documents.cjs
const fs = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');
const { VoiceResponse } = require('twilio').twiml;

const library = path.dirname(require.resolve('twilio/package.json'));
const types = fs.readFileSync(path.join(library, 'lib/twiml/VoiceResponse.d.ts'), 'utf8');

function known(verb) {
  const members = new RegExp(`interface ${verb}Attributes \\{([^}]*)\\}`).exec(types);
  return members ? [...members[1].matchAll(/^\s*(\w+)\?:/gm)].map((member) => member[1]) : [];
}

function write(parent, [verb, attributes, text, within]) {
  const unknown = Object.keys(attributes).filter((name) => !known(verb).includes(name));
  if (unknown.length > 0) {
    throw new Error(`${verb} has no attribute ${unknown}`);
  }
  const method = verb[0].toLowerCase() + verb.slice(1);
  const element = text === null ? parent[method](attributes) : parent[method](attributes, text);
  within.forEach((row) => write(element, row));
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { row } = JSON.parse(line);
    const response = new VoiceResponse();
    row[3].forEach((verb) => write(response, verb));
    console.log(JSON.stringify({ row, xml: response.toString() }));
  }
}

main();
