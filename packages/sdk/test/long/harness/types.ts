/**
 * What a file in `test/long/` of the SDK or of the contracts exports to be found by `npm run test:long -- <name>`, its
 * name being the file's. The short form of it is a vitest file that calls the same `run`.
 */
export type LongTest = {
  /** One sentence: what it shows. */
  about: string
  /** How many rounds it has unless told. */
  rounds: number
  /** What a round is called in its output, in the plural. `--<unit> N` is then the same as `--rounds N`. */
  unit?: string | undefined
  run: LongRun
}

export type LongRun = (options: LongRunOptions) => Promise<void>

export type LongRunOptions = {
  /** How many rounds there are in all, those of earlier calls included. */
  rounds: number
  /** The first round to do: 0, or where an interrupted call stopped. */
  from: number
  /**
   * Everything random follows from it and the round's number (see `createRandom`), so that a round
   * does the same again.
   */
  seed: number
  /** A folder of its own, which is kept between calls that go on, and emptied by `--fresh`. */
  folder: string
  /** To be told after each round, or a few: an interrupted test goes on after the last one told. */
  onProgress: (progress: LongProgress) => void
  /**
   * Aborted by Ctrl-C. The test then closes what it opened and returns, or throws the signal's
   * reason; both are fine.
   */
  signal: AbortSignal
}

/** What happened since the last call. */
export type LongProgress = {
  /** Rounds that are through since then, good or bad. */
  done: number
  /** What it is doing now, shown while it lasts. */
  note?: string | undefined
  /** What is wrong, a sentence each, with what is needed to see it again. One makes the test fail. */
  findings?: readonly string[] | undefined
  /** Added up over all rounds and calls, and shown at the end. */
  counts?: Readonly<Record<string, number>> | undefined
}
