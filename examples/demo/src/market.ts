import type { DevnetGatewayParameters, DevnetParameters } from '@passband/sdk/devnet'

const gateways: readonly DevnetGatewayParameters[] = [
  { country: 'DE', mbps: 50 },
  { country: 'DE', ipType: 'residential', mbps: 30 },
  { country: 'NL', mbps: 60 },
  { country: 'BE', mbps: 40 },
  // Two liars: databases say Japan, and it answers from next door; and much less comes through than it claims.
  { country: 'JP', ipType: 'residential', refusedWith: 'COUNTRY_IMPOSSIBLE' },
  { country: 'DE', mbps: 500, carries: 5, refusedWith: 'BELOW_CLAIM' },
]

/** Who sells on the demo's market, and how its SBN checks them. */
export const market: DevnetParameters = {
  gateways,
  // Where Germany, the Netherlands and Belgium meet.
  location: { latitude: 50.75, longitude: 6.02 },
}
