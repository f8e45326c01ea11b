/**
 * How a receiver is told: `webhook` posts JSON, signed as Standard Webhooks has it; `set_push` posts security event tokens (RFC 8935); for
 * `set_poll` they wait until they are asked for (RFC 8936).
 */
export const receiverForms = ['webhook', 'set_push', 'set_poll'] as const
