import type { Access, ApiKeyScope } from '@tessera/contract'

const declared = new WeakMap<object, Access>()
const declaredScopes = new WeakMap<object, ApiKeyScope>()

/**
 * Puts on a handler who may call it. The guard lets nobody call a handler without.
 *
 * @param apiKeyScope the scope with which an API key may be sent instead of an access token; none where it may not
 */
export function declareAccess(handler: object, access: Access, apiKeyScope?: ApiKeyScope): void {
  declared.set(handler, access)
  if (apiKeyScope) declaredScopes.set(handler, apiKeyScope)
}

/** Who may call a handler; undefined when nobody said. */
export function accessTo(handler: object): Access | undefined {
  return declared.get(handler)
}

/** The scope that an API key needs to call a handler; undefined where none may. */
export function apiKeyScopeOf(handler: object): ApiKeyScope | undefined {
  return declaredScopes.get(handler)
}

/** For the few handlers that answer no JSON, and so are no routes of the contract. */
export function OpenTo(access: Access): MethodDecorator {
  return (_target, _name, descriptor) => declareAccess(descriptor.value as object, access)
}
