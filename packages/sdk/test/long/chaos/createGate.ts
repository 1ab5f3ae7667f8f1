/** Holds up what passes through while something else happens. */
export type Gate = {
  /** Waits while the gate is closed. */
  pass(): Promise<void>
  /** Closes the gate, lets what is inside finish, does the work, and opens again. */
  during<value>(work: () => Promise<value>): Promise<value>
  /** Counts a piece of work as inside. */
  inside<value>(work: () => Promise<value>): Promise<value>
}

export function createGate(): Gate {
  let closed: Promise<void> | undefined
  let count = 0
  let emptied = () => {}
  const pass = async () => {
    while (closed) await closed
  }
  return {
    pass,
    async inside(work) {
      await pass()
      count++
      try {
        return await work()
      } finally {
        if (--count === 0) emptied()
      }
    },
    async during(work) {
      await pass()
      let open = () => {}
      closed = new Promise((resolve) => {
        open = resolve
      })
      try {
        if (count > 0) {
          await new Promise<void>((resolve) => {
            emptied = resolve
          })
        }
        return await work()
      } finally {
        emptied = () => {}
        closed = undefined
        open()
      }
    },
  }
}
