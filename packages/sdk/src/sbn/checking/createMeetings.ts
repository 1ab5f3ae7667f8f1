import type { Lane } from './createLane.js'

/** Where throughput is measured: one group of gateways after the other, those of a group at once. */
export type Meetings = {
  /**
   * Does the work when it is the group's turn, and all of it are there that are expected, or patience has
   * come to its end: what is done for a group begins at the same moment.
   *
   * @param group Those that share it could be one.
   * @param expected How many there are of the group, this one included.
   * @param work Is told how many work at the same moment.
   */
  join<value>(
    group: string,
    expected: number,
    work: (together: number) => Promise<value>,
  ): Promise<value>
}

type Meeting = {
  arrived: number
  expected: number
  /** Tells that nobody is missing. */
  complete: () => void
  /** Resolved when it begins. */
  begun: Promise<void>
  running: Promise<unknown>[]
}

/** How long is waited for those of a group that are missing, in milliseconds. */
const patience = 20_000

/** Makes meetings on a lane, so that nothing else is measured meanwhile. */
export function createMeetings(lane: Lane, waitMs: number = patience): Meetings {
  const open = new Map<string, Meeting>()

  function call(group: string): Meeting {
    let complete = () => {}
    const full = new Promise<void>((resolve) => {
      complete = resolve
    })
    let begin = () => {}
    const begun = new Promise<void>((resolve) => {
      begin = resolve
    })
    const meeting: Meeting = { arrived: 0, expected: 1, complete, begun, running: [] }
    open.set(group, meeting)
    void lane(async () => {
      let timer: ReturnType<typeof setTimeout> | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, waitMs)
        timer.unref()
      })
      await Promise.race([full, late])
      clearTimeout(timer)
      open.delete(group)
      begin()
      // Those who wait for it go on first, and put their work here.
      await meeting.begun
      await new Promise((resolve) => setTimeout(resolve))
      await Promise.allSettled(meeting.running)
    })
    return meeting
  }

  return {
    async join(group, expected, work) {
      const meeting = open.get(group) ?? call(group)
      meeting.arrived++
      meeting.expected = Math.max(meeting.expected, expected)
      if (meeting.arrived >= meeting.expected) meeting.complete()
      await meeting.begun
      const running = work(meeting.arrived)
      meeting.running.push(running)
      return running
    },
  }
}
