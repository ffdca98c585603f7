/** What the fleet page asks of the changes; the server asks the same ahead. */
export const changesInput = { limit: 40 };
