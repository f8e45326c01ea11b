/** How many in how many seconds. */
export interface Bound {
  readonly points: number
  readonly duration: number
}

/** The bounds of one way in. A missing one is not counted. */
export interface Bounds {
  /** From one IPv6 /48: it has 65,536 networks, and one customer may have it whole. */
  readonly site: Bound
  /** From one IPv4 address or IPv6 /64. */
  readonly network: Bound
  /** On one account from one network. */
  readonly accountAndNetwork?: Bound
  /** On one account from everywhere. */
  readonly account?: Bound
  /**
   * Whether a network that has not tried this account before has one attempt beyond `account`, and all networks of one site together: so nobody keeps
   * an owner out from afar, and whoever has a site whole has one, and not 65,536.
   */
  readonly sparesNewNetworks?: boolean
  /** Whether the account is shown and not only named: then it is charged first, and what it is refused costs its network nothing. */
  readonly accountIsShown?: boolean
  /** Of everybody; a network's first tries (`sparedTries`) go beyond it. */
  readonly inAll?: Bound
}

const minute = 60

/** Tries of each network that no crowd of others takes from it: or twenty of them could use up everybody's logins. */
export const sparedTries = 3

/**
 * Failed logins on one account from one device that it was logged in from before, when a bound above is reached that others may have
 * used up: the owner gets in while the account, or everything, is under attack.
 */
export const knownDeviceBound: Bound = { points: 10, duration: 5 * minute }

/** Nobody's mailbox is to be filled. What is refused to an owner was mailed to them already, at the attacker's request. */
const mailing = {
  site: { points: 300, duration: 10 * minute },
  network: { points: 60, duration: 10 * minute },
  account: { points: 5, duration: 10 * minute },
  inAll: { points: 1200, duration: minute },
} as const satisfies Bounds

/**
 * Every limit, in one place (docs/decisions/0031-limits.md). They slow guessing and floods down to what does no harm, and lock nobody out.
 * An office or a carrier has many people behind one address: what one network may do is many times what one person does.
 */
export const bounds = {
  // Failures count on an account; all attempts on a network and in all, because each costs a password hash.
  log_in: {
    site: { points: 300, duration: minute },
    network: { points: 60, duration: minute },
    accountAndNetwork: { points: 10, duration: 5 * minute },
    account: { points: 50, duration: 5 * minute },
    sparesNewNetworks: true,
    inAll: { points: 1200, duration: minute },
  },
  // A hash and a mail each. The account's bound is what one address can be mailed: whoever uses it up has had that many codes sent there.
  sign_up: {
    site: { points: 300, duration: 10 * minute },
    network: { points: 60, duration: 10 * minute },
    account: { points: 10, duration: 10 * minute },
    inAll: { points: 1200, duration: minute },
  },
  // Five tries a code are the database's rule. This is for those who try many accounts, and spares the database.
  code: {
    site: { points: 300, duration: 10 * minute },
    network: { points: 100, duration: 10 * minute },
    accountAndNetwork: { points: 20, duration: 10 * minute },
    account: { points: 100, duration: 10 * minute },
    sparesNewNetworks: true,
  },
  // Six digits behind a right password, at a login as well. A code is good once, and there is one every thirty seconds: no owner needs more. From
  // everywhere, thirty an hour leave a guesser one chance in five hundred a day. Recovery codes are not counted: nobody guesses eighty bits,
  // and an owner whose codes are guessed at gets in with one.
  second_factor: {
    site: { points: 300, duration: 10 * minute },
    network: { points: 100, duration: 10 * minute },
    accountAndNetwork: { points: 10, duration: 5 * minute },
    account: { points: 30, duration: 60 * minute },
  },
  // Each for itself. Asked for another code, most addresses are mailed none: counted together, that kept their owners from a link, and nobody saw it.
  resend_verification: mailing,
  forgot_password: mailing,
  // The account is the new address. Charged behind the right password, before which nothing is mailed.
  change_email: mailing,
  // 256 bits cannot be guessed; a hash each can be made to be computed.
  reset: {
    site: { points: 300, duration: 10 * minute },
    network: { points: 60, duration: 10 * minute },
    inAll: { points: 1200, duration: minute },
  },
  // The current password, asked of somebody who is logged in: a thief of an access token guesses here.
  password: {
    site: { points: 300, duration: minute },
    network: { points: 60, duration: minute },
    accountAndNetwork: { points: 10, duration: 5 * minute },
    account: { points: 30, duration: 5 * minute },
    sparesNewNetworks: true,
    inAll: { points: 1200, duration: minute },
  },
  // A name of one's own, an API key: each leaves an entry in the event log, which is kept, and anybody may have an account. Who has an account changes
  // it a few times a day, and who makes the fifty keys that there may be does not meet it.
  change_own: {
    site: { points: 600, duration: minute },
    network: { points: 300, duration: minute },
    account: { points: 60, duration: 10 * minute },
    accountIsShown: true,
  },
  // Previews and creations of revocations of many sessions: each may look through many rows for three seconds. One a second is more than whoever
  // looks at each preview before they confirm it; and there is no bound in all, which one administrator could use up for another.
  revoke_many: {
    site: { points: 600, duration: minute },
    network: { points: 300, duration: minute },
    account: { points: 60, duration: minute },
    accountIsShown: true,
  },
  // Each is a request to an address of the caller's choice, which waits for some seconds at most.
  test_receiver: {
    site: { points: 600, duration: minute },
    network: { points: 300, duration: minute },
    account: { points: 30, duration: minute },
    accountIsShown: true,
  },
  // The account is the session. Ten a second is far above a person with many tabs, and above a client that refreshes for every page it
  // renders; and far below what one session can cost others. A backend or a carrier may refresh for a hundred thousand users from one
  // address. There is no bound in all: with one, a single crowd could turn everybody's refreshes off. Counted in each process's memory
  // alone, Redis or not: a refresh waits for nobody.
  refresh: {
    site: { points: 300_000, duration: minute },
    network: { points: 60_000, duration: minute },
    account: { points: 600, duration: minute },
    accountIsShown: true,
  },
} as const satisfies Record<string, Bounds>

export type LimitedAction = Exclude<keyof typeof bounds, 'log_in'>
