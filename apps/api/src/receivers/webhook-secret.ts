import { randomBytes } from 'node:crypto'

/** Standard Webhooks: what tells a symmetric secret, for people and for secret scanners. */
export const webhookSecretPrefix = 'whsec_'

/** A new secret of a webhook: 256 random bits, in base64 as Standard Webhooks has it. */
export function newWebhookSecret(): string {
  return webhookSecretPrefix + randomBytes(32).toString('base64')
}
