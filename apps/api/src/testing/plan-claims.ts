import type { ClaimSource } from '../custom-claims/claim-source.js'

const plan = 'https://acme.example/plan'

/** Says in every access token of a user which plan their company has, as the billing service knows it. */
export function planClaims(billingUrl: string): ClaimSource {
  return {
    names: [plan],
    async claimsOf({ session }, signal) {
      if (session === null) return {}
      const answer = await fetch(`${billingUrl}/companies/${session.companyId}`, { signal })
      if (!answer.ok) throw new Error(`the billing service answered ${answer.status}`)
      return { [plan]: ((await answer.json()) as { plan: string }).plan }
    },
  }
}
