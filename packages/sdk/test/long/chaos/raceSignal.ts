/** Waits for work, or fails with the signal's reason, whichever comes first. */
export async function raceSignal<value>(work: Promise<value>, signal: AbortSignal): Promise<value> {
  signal.throwIfAborted()
  let stop = () => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
