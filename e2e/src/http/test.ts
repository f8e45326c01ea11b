import { test as base } from '@playwright/test'
import { sharedSystem } from '../system/system.js'
import { Api } from './api.js'
import { stayingLoggedIn } from './people.js'

export interface Callers {
  /** The shared system's API, as a stranger calls it. */
  readonly api: Api
  /** The same, as the platform's first owner calls it. */
  readonly owner: Api
}

export const test = base.extend<object, Callers>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads from the pattern that nothing else is needed
  api: [async ({}, use) => use(new Api(sharedSystem().apiUrl)), { scope: 'worker' }],
  owner: [async ({ api }, use) => use(await stayingLoggedIn(api, sharedSystem().owner)), { scope: 'worker' }],
})

export { expect } from '@playwright/test'
