import type { DevnetStep } from '@passband/sdk/devnet'

/** One line for each step of setting up the network. */
export function describeStep(step: DevnetStep): string {
  switch (step.step) {
    case 'chain':
      return `Chain node runs: anvil at ${step.rpcUrl}, a block every second`
    case 'contracts':
      return `Contracts deployed: marketplace at ${step.contracts.marketplace}`
    case 'origin':
      return 'Origin server runs: what subscribers will fetch from, as example.com'
    case 'sbn':
      return step.url
        ? `SBN registered with its bond, API at ${step.url}`
        : 'SBN registered with its bond, without an API: it reads and answers on the chain'
    case 'gatewayRegistered':
      return `Gateway ${shorten(step.gateway)} registered, endpoint sealed to the SBN`
    case 'gatewayRefused':
      return `SBN checked gateway ${shorten(step.gateway)} and refuses it: ${step.reason}`
    case 'gatewayTrusted': {
      const speed = `${step.mbps} Mbit/s, ${step.latencyMs.toFixed(1)} ms`
      return `SBN checked gateway ${shorten(step.gateway)} and trusts it: ${step.country}, ${speed}`
    }
  }
}

/** Enough of an address or id to tell it from others. */
export function shorten(hex: string): string {
  return `${hex.slice(0, 8)}…${hex.slice(-4)}`
}
