/** Most bytes of a control message or its answer. */
export const maxMessage = 65_536
