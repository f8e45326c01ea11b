/**
 * What an account may do beyond its own sessions: `owner` everything; `admin` the users and sessions of their company; `support`
 * view, and revoke single sessions; `auditor` view.
 */
export const roles = ['owner', 'admin', 'support', 'auditor'] as const
type Role = (typeof roles)[number]

/** Who may look into the console at all. */
export const viewers = ['owner', 'admin', 'support', 'auditor'] as const satisfies readonly Role[]
/** Who may end a single session of somebody else. */
export const revokers = ['owner', 'admin', 'support'] as const satisfies readonly Role[]
/** Who may end many sessions at once. */
export const bulkRevokers = ['owner', 'admin'] as const satisfies readonly Role[]
/** Who may create and change users. */
export const userManagers = ['owner', 'admin'] as const satisfies readonly Role[]
/** What whoever manages one company may give and take. Who has any other role is an owner’s to change. */
export const lesserRoles = ['support', 'auditor'] as const satisfies readonly Role[]
/** Who may create and change clients, which belong to no company. */
export const clientManagers = ['owner'] as const satisfies readonly Role[]
/** Who may create and rename companies. */
export const companyManagers = ['owner'] as const satisfies readonly Role[]
/** Who may rotate and withdraw the keys that sign access tokens. */
export const signingKeyManagers = ['owner'] as const satisfies readonly Role[]
/** Who may register addresses that are told what happens. */
export const receiverManagers = ['owner', 'admin'] as const satisfies readonly Role[]
