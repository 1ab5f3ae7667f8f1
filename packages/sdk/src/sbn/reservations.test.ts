import { describe, expect, test } from 'vitest'
import { createReservations } from './reservations.js'

const gateway = '0x2222222222222222222222222222222222222222'

describe('createReservations', () => {
  test('adds up what is held for a gateway, until its time', () => {
    const book = createReservations()
    book.hold('0x01', { gateway, mbps: 20, until: 100 })
    book.hold('0x02', { gateway, mbps: 30, until: 200 })
    expect(book.held(gateway, 99)).toBe(50)
    expect(book.held(gateway, 100)).toBe(30)
    expect(book.held(gateway, 200)).toBe(0)
  })

  test('replaces what is held for the same pass, and lets go of it', () => {
    const book = createReservations()
    book.hold('0x01', { gateway, mbps: 20, until: 100 })
    book.hold('0x01', { gateway, mbps: 20, until: 500 })
    expect(book.held(gateway, 300)).toBe(20)
    book.release('0x01')
    expect(book.held(gateway, 300)).toBe(0)
  })

  test('counts the newest open quote of a subscriber, and its pass instead once it is bought', () => {
    const book = createReservations()
    const quote = { gateway, mbps: 20, until: 100, subscriber: gateway, price: 5n } as const
    book.holdQuote('0x01', quote)
    book.holdQuote('0x02', { ...quote, mbps: 30 })
    expect(book.held(gateway, 50)).toBe(30)
    expect(book.openQuotes().map(({ passId }) => passId)).toEqual(['0x02'])
    book.hold('0x02', { gateway, mbps: 30, until: 500 })
    book.holdQuote('0x03', quote)
    expect(book.held(gateway, 50)).toBe(50)
    book.release('0x03')
    expect(book.openQuotes()).toEqual([])
    expect(book.held(gateway, 50)).toBe(30)
  })
})
