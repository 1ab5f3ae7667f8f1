import { formatUnits } from 'viem'

/** PRIX base units as text, for example `12.5 PRIX`. */
export function formatPrix(amount: bigint): string {
  return `${formatUnits(amount, 8)} PRIX`
}
