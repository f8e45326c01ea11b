import type { FieldFault } from '@tessera/contract'
import { faultsOfPolicy, type Policy } from '@tessera/core'
import { dialectsWithoutRotation, knownDialects } from '@tessera/dialects'
import { type ClientRules, type ClientState, consoleClient } from '@tessera/persistence'
import { accountScope } from '../http/access-guard-problems.js'
import { fieldOf } from './client-fields.js'

/** A client as it is to be. */
export interface WantedClient extends ClientState {
  readonly id: string
  readonly confidential: boolean
}

interface Fault {
  readonly rule: keyof ClientState
  readonly fault: string
}

/**
 * Says what is wrong with a client that no field shows alone; empty when it may be so.
 *
 * @param platform the policy where the client has none of its own
 */
export function faultsOfClient(client: WantedClient, platform: Policy): readonly FieldFault[] {
  const policy = policyOf(client, platform)
  const faults: readonly Fault[] = [
    ...faultsOfPolicy(policy).map(({ field, fault }) => ({ rule: field, fault })),
    ...faultsOfGrants(client),
    ...faultsOfDialects(client, policy),
    ...(client.id === consoleClient ? faultsOfConsole(client) : []),
  ]
  return faults.map(({ rule, fault }) => ({ field: `body.${fieldOf[rule]}`, fault }))
}

function policyOf(rules: ClientRules, platform: Policy): Policy {
  return {
    accessTokenLifetime: rules.accessTokenLifetime ?? platform.accessTokenLifetime,
    idleTimeout: rules.idleTimeout ?? platform.idleTimeout,
    absoluteLifetime: rules.absoluteLifetime ?? platform.absoluteLifetime,
    retryWindow: rules.retryWindow ?? platform.retryWindow,
    reusePolicy: rules.reusePolicy ?? platform.reusePolicy,
  }
}

function faultsOfGrants({ grants, confidential }: WantedClient): readonly Fault[] {
  if (confidential || !grants.includes('client_credentials')) return []
  return [{ rule: 'grants', fault: 'must not have client_credentials: the client is public, so anybody could be it' }]
}

function faultsOfDialects({ dialects }: WantedClient, { reusePolicy }: Policy): readonly Fault[] {
  const known: readonly string[] = knownDialects
  const unknown = dialects?.filter((name) => !known.includes(name)) ?? []
  const faults: Fault[] = []
  if (unknown.length > 0) {
    const named = unknown.map((name) => JSON.stringify(name)).join(', ')
    faults.push({ rule: 'dialects', fault: `must name wire formats that we know (${known.join(', ')}), not ${named}` })
  }
  const lost = dialectsWithoutRotation.filter((name) => dialects === null || dialects.includes(name))
  if (reusePolicy === 'strict' && lost.length > 0) {
    const fault = `must be until_used for a client that may use ${lost.join(' and ')}: whoever presents one token again and again would be signed out`
    faults.push({ rule: 'reusePolicy', fault })
  }
  return faults
}

/** Seconds. */
const shortestOfConsole = 15 * 60

/** Whoever breaks the console's client is signed out with everybody else, and cannot sign in to mend it. */
function faultsOfConsole({ disabled, grants, scope, audience, dpopRequired, ...lifetimes }: WantedClient): readonly Fault[] {
  const faults: Fault[] = []
  if (disabled) faults.push({ rule: 'disabled', fault: 'must be false: the console logs administrators in at this client' })
  if (!grants.includes('refresh_token')) faults.push({ rule: 'grants', fault: 'must have refresh_token: the console’s sessions need it' })
  if (audience !== null) faults.push({ rule: 'audience', fault: 'must be null: this API would refuse the console’s access tokens' })
  if (!scope.split(' ').includes(accountScope))
    faults.push({ rule: 'scope', fault: `must have ${accountScope}: this API takes no other access tokens` })
  for (const rule of ['accessTokenLifetime', 'idleTimeout', 'absoluteLifetime'] as const) {
    const seconds = lifetimes[rule]
    if (seconds !== null && seconds < shortestOfConsole) {
      faults.push({
        rule,
        fault: `must be at least ${shortestOfConsole}: administrators would be signed out before they could change it back`,
      })
    }
  }
  if (dpopRequired) faults.push({ rule: 'dpopRequired', fault: 'must be false: the console binds its sessions to no key' })
  return faults
}
