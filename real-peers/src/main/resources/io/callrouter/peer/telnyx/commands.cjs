// Drives the REST interface with Telnyx's own client and prints what came of it, as JSON.
// Usage: node commands.cjs <base URL> <API key> <connection id> <call control id>
const { Telnyx } = require('telnyx');

const [baseURL, apiKey, connectionId, leg] = process.argv.slice(2);
const client = new Telnyx({ baseURL, apiKey });
const once = new Telnyx({ baseURL, apiKey, maxRetries: 0 });
const stranger = new Telnyx({ baseURL, apiKey: 'KEYSTRANGER', maxRetries: 0 });

async function refused(command) {
  try {
    await command;
    return 'taken';
  } catch (error) {
    const code = error.error?.errors?.[0]?.code ?? null;
    const reset = error.headers?.get?.('x-ratelimit-reset') ?? null;
    return { type: error.constructor.name, status: error.status ?? null, code, reset };
  }
}

async function main() {
  const actions = client.calls.actions;
  const speak = { payload: 'Hello from the client.', voice: 'female' };
  const results = {};
  results.early = await refused(actions.speak(leg, speak));
  results.stranger = await refused(stranger.calls.actions.answer(leg, {}));
  results.answered = (await actions.answer(leg, { client_state: 'eHk=', command_id: 'a-1' })).data.result;
  results.missing = await refused(actions.speak(leg, { payload: 'No voice.' }));
  results.spoken = (await actions.speak(leg, { ...speak, command_id: 's-1' })).data.result;
  results.retried = (await actions.gather(leg, { maximum_digits: 1, command_id: 'g-1' })).data.result;
  results.limited = await refused(once.calls.actions.sendDtmf(leg, { digits: '1' }));
  results.broken = await refused(once.calls.actions.stopGather(leg, {}));
  const dialled = await client.calls.dial({
    connection_id: connectionId,
    from: '+14155550100',
    to: '+14155550122',
    command_id: 'd-1',
  });
  results.dialled = dialled.data.call_control_id;
  results.alive = (await client.calls.retrieveStatus(leg)).data.is_alive;
  results.active = [];
  for await (const call of client.connections.listActiveCalls(connectionId)) {
    results.active.push(call.call_control_id);
  }
  results.updated = (await actions.updateClientState(leg, { client_state: 'dHdv' })).data.result;
  results.hungUp = (await actions.hangup(leg, { command_id: 'h-1' })).data.result;
  results.over = await refused(actions.speak(leg, speak));
  results.unknown = await refused(client.calls.retrieveStatus('v3:nobody'));
  console.log(JSON.stringify(results));
}

main();
