import type { Address, Hex } from 'viem'

/** A contract call, ready to be sent, batched or stored. */
export type Call = { to: Address; data: Hex; value?: bigint | undefined }
