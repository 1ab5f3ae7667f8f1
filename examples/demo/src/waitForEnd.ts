import type { Devnet } from '@passband/sdk/devnet'

/** Resolves when the SBN has seen on chain that a pass ended; rejects when stopped before. */
export function waitForEnd(devnet: Devnet, passId: string, signal: AbortSignal): Promise<void> {
  const ended = new Promise<void>((resolve, reject) => {
    const abort = () => finish(() => reject(signal.reason))
    const off = devnet.sbn.on('passEnded', (event) => {
      if (event.passId === passId) finish(resolve)
    })
    function finish(then: () => void) {
      off()
      signal.removeEventListener('abort', abort)
      then()
    }
    signal.addEventListener('abort', abort, { once: true })
  })
  // It is looked at later; being stopped in the meantime is not a failure of its own.
  ended.catch(() => {})
  return ended
}
