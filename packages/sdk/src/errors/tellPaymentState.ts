import { PassbandError, type PaymentState } from './base.js'

/** Does work of which an error that knows nothing of money says where the money is. */
export async function tellPaymentState<value>(
  work: () => Promise<value>,
  getState: () => PaymentState | Promise<PaymentState>,
): Promise<value> {
  try {
    return await work()
  } catch (error) {
    if (!PassbandError.is(error) || error.paymentState !== undefined) throw error
    throw Object.assign(error, { paymentState: await getState() })
  }
}
