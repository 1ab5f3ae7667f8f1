import { numberKey } from '../store/numberKey.js'

/** Where an event stands on the chain. */
export type Position = { blockNumber: bigint; logIndex: number }

/** Orders what is kept about events as the chain orders them. */
export function positionKey({ blockNumber, logIndex }: Position): string {
  return `${numberKey(Number(blockNumber))}/${numberKey(logIndex)}`
}

/** Blocks after which nothing is undone any more: more than a follower's window. */
const longestUndo = 1_024

/** Before this key nothing is undone any more. */
export function undoLimit(head: bigint): string {
  return numberKey(Math.max(Number(head) - longestUndo, 0))
}
