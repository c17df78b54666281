// Runs the server over streamable HTTP, on a free port of this machine alone instead of one that all
// can reach. Prints its port and nothing else; ends when its standard input does.
const net = require('node:net');

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  this.once('listening', () => process.stdout.write(`${this.address().port}\n`));
  return listen.call(this, 0, '127.0.0.1', ...rest);
};
console.log = () => {};
process.stdin.resume().on('end', () => process.exit());
process.argv[2] = 'streamableHttp';
import('./node_modules/@modelcontextprotocol/server-everything/dist/index.js');
