// Runs the server over streamable HTTP, on a free port of this machine alone instead of one that all
// can reach, and prints that port as the first line with a number.
const net = require('node:net');

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  this.once('listening', () => console.log(`port ${this.address().port}`));
  return listen.call(this, 0, '127.0.0.1', ...rest);
};
process.argv[2] = 'streamableHttp';
import('./node_modules/@modelcontextprotocol/server-everything/dist/index.js');
