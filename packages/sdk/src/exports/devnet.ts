export { createDevnet } from '../devnet/createDevnet.js'
export { type Anvil, type StartAnvilParameters, startAnvil } from '../devnet/startAnvil.js'
export type { Origin, SeenRequest } from '../devnet/startOrigin.js'
export type {
  Devnet,
  DevnetClient,
  DevnetFunds,
  DevnetGateway,
  DevnetGatewayParameters,
  DevnetParameters,
  DevnetStep,
} from '../devnet/types.js'
export { AnvilStartError, DevnetError } from '../errors/devnet.js'
