// The MCP TypeScript SDK out of tests/npm, for whoever runs from another folder than that.
import {createRequire} from 'node:module';

const require = createRequire(new URL('../npm/package.json', import.meta.url));

export const {Client} = require('@modelcontextprotocol/sdk/client/index.js');
export const {StdioClientTransport} = require('@modelcontextprotocol/sdk/client/stdio.js');
export const types = require('@modelcontextprotocol/sdk/types.js');
