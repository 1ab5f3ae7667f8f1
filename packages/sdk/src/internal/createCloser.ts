/** Remembers how to undo what was opened, and undoes it in reverse. */
export type Closer = {
  add(close: () => void | Promise<void>): void
  /** Runs all of them, the newest first, whatever fails. Idempotent; throws the first failure. */
  close(): Promise<void>
}

/** An empty {@link Closer}. */
export function createCloser(): Closer {
  const steps: (() => void | Promise<void>)[] = []
  let closing: Promise<void> | undefined
  async function run() {
    const failures: unknown[] = []
    for (let step = steps.pop(); step; step = steps.pop()) {
      try {
        await step()
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0) throw failures[0]
  }
  return {
    add: (close) => void steps.push(close),
    close() {
      closing ??= run()
      return closing
    },
  }
}
