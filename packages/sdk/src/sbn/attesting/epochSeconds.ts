/** Length of an epoch in seconds, as the contract has it (`getLimits`). */
export const epochSeconds = 86_400
