/** One line of the table. */
export type Row = {
  /** What `--only` calls it. */
  name: string
  /** What is measured, in a few words. */
  what: string
  /** The limit in words; none for what is only told. */
  limit?: string | undefined
  /** How often it is done, unless `--rounds` says. */
  rounds: number
  run(context: RowContext): Promise<RowResult>
}

export type RowContext = {
  /** How often it is done. */
  rounds: number
  /** Says what is being done now. */
  tell(text: string): void
  signal: AbortSignal
}

export type RowResult = {
  /** What Passband came to, in a few words. */
  passband: string
  /** What the naive way came to; left out where there is none. */
  naive?: string | undefined
  /** Whether the limit is kept; left out where there is none. */
  isMet?: boolean | undefined
  /** What else is to be known, a line each. */
  notes?: readonly string[] | undefined
}
