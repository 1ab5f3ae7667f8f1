import { type Abi, parseEventLogs } from 'viem'
import type { RawLog } from './rawLog.js'
import type { FollowerEvent } from './types.js'

/** The events that logs are. What the ABI has otherwise is left out. */
export function decodeLogs<const abi extends Abi>(
  abi: abi,
  logs: readonly RawLog[],
): FollowerEvent<abi>[] {
  const complete = logs.map((log) => ({
    ...log,
    topics: log.topics as [`0x${string}`, ...`0x${string}`[]],
    removed: false,
  }))
  return parseEventLogs({ abi, logs: complete, strict: true }) as unknown as FollowerEvent<abi>[]
}
