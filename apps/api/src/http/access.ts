import type { Access } from '@tessera/contract'

const declared = new WeakMap<object, Access>()

/** Puts on a handler who may call it. The guard lets nobody call a handler without. */
export function declareAccess(handler: object, access: Access): void {
  declared.set(handler, access)
}

/** Who may call a handler; undefined when nobody said. */
export function accessTo(handler: object): Access | undefined {
  return declared.get(handler)
}

/** For the few handlers that answer no JSON, and so are no routes of the contract. */
export function OpenTo(access: Access): MethodDecorator {
  return (_target, _name, descriptor) => declareAccess(descriptor.value as object, access)
}
