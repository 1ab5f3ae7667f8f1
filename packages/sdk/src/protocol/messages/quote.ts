import * as z from 'zod/mini'
import { defineMessage } from '../defineMessage.js'
import { details } from '../details.js'
import { signature, timestamp } from '../schemas.js'
import { terms, termsFields, toTermsMessage } from '../terms.js'

/** Terms that an SBN stands for until a deadline. The contract verifies the same signature. */
export const quote = defineMessage({
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
export const signedQuote = z.object({ message: quote.schema, signature, details })

export type SignedQuote = z.output<typeof signedQuote>
