import * as z from 'zod/mini'
import { defineMessage, type Signed } from '../defineMessage.js'
import { type Details, details } from '../details.js'
import { signature, timestamp } from '../schemas.js'
import { type Terms, terms, termsFields, toTermsMessage } from '../terms.js'

/** Terms that an SBN stands for until a deadline. The contract verifies the same signature. */
export type QuoteMessage = {
  terms: Terms
  /** Unix seconds. */
  deadline: number
}

export const quote = defineMessage<QuoteMessage>({
  primaryType: 'Quote',
  types: {
    Quote: [
      { name: 'terms', type: 'Terms' },
      { name: 'deadline', type: 'uint40' },
    ],
    Terms: termsFields,
  },
  schema: z.object({ terms, deadline: timestamp }),
  toTypedData: (message) => ({ ...message, terms: toTermsMessage(message.terms) }),
  signer: (message) => message.terms.sbn,
  expiresAt: (message) => message.deadline,
})

/** A signed quote together with the details that its terms commit to. */
export type SignedQuote = Signed<QuoteMessage> & { details: Details }

export const signedQuote: z.ZodMiniType<SignedQuote, unknown> = z.object({
  message: quote.schema,
  signature,
  details,
})
