// Runs the server over its standard streams.
process.argv[2] = 'stdio';
import('./node_modules/@modelcontextprotocol/server-everything/dist/index.js');
