/** It cannot start, for a reason that whoever runs it can change: the message says all, a stack would say nothing. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart'
}
