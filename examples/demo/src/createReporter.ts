import { styleText } from 'node:util'

/** Says what happens, a line per step with the seconds since the start. */
export type Reporter = {
  heading(text: string): void
  step(text: string): void
  /** What belongs to the step before it, a line each. */
  list(lines: readonly string[]): void
  table(rows: readonly (readonly string[])[]): void
}

type Style = Parameters<typeof styleText>[0]

/** Plain lines everywhere; colours where a terminal shows them. */
export function createReporter(output: NodeJS.WriteStream = process.stdout): Reporter {
  const start = performance.now()
  const coloured = output.isTTY && !process.env.NO_COLOR
  const style = (format: Style, text: string) => (coloured ? styleText(format, text) : text)
  const write = (text: string) => void output.write(`${text}\n`)
  return {
    heading: (text) => write(`\n${style('bold', text)}`),
    step(text) {
      const seconds = ((performance.now() - start) / 1_000).toFixed(1).padStart(6)
      write(`${style('dim', `${seconds} s`)}  ${text}`)
    },
    list(lines) {
      for (const line of lines) write(`            ${style('dim', line)}`)
    },
    table(rows) {
      const widths = (rows[0] ?? []).map((_, column) =>
        Math.max(...rows.map((row) => row[column]?.length ?? 0)),
      )
      rows.forEach((row, index) => {
        const cells = row.map((cell, column) => {
          const width = widths[column] ?? 0
          return column === 0 ? cell.padEnd(width) : cell.padStart(width)
        })
        write(`  ${index === 0 ? style('dim', cells.join('   ')) : cells.join('   ')}`)
      })
    },
  }
}

/** An amount of PRIX with all eight decimals, so that columns line up. */
export function exactPrix(amount: bigint, { sign = false } = {}): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(9, '0')
  const text = `${digits.slice(0, -8)}.${digits.slice(-8)}`
  if (amount < 0n) return `-${text}`
  return sign && amount > 0n ? `+${text}` : text
}
