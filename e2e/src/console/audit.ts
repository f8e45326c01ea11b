import { type BrowserContext, chromium, type LaunchOptions, type Page } from '@playwright/test'
import lighthouse, { desktopConfig, type Result } from 'lighthouse'
import { sharedSystem } from '../system/system.js'

type Category = 'accessibility' | 'best-practices' | 'performance'

/** A browser that Lighthouse can drive beside Playwright, with a page of the shared system. */
export async function auditable(launchOptions: LaunchOptions, port: number) {
  const browser = await chromium.launch({ ...launchOptions, args: [...(launchOptions.args ?? []), `--remote-debugging-port=${port}`] })
  const page = await browser.newPage({ baseURL: sharedSystem().consoleUrl })
  return { page, audit: (path: string, ...categories: Category[]) => audit(page, port, path, categories), close: () => browser.close() }
}

/** What Lighthouse says of a page, as whoever is signed in on `page` sees it. @throws when it could not look at that page */
async function audit(page: Page, port: number, path: string, categories: readonly Category[]): Promise<Result> {
  const ran = await lighthouse(
    new URL(path, sharedSystem().consoleUrl).href,
    {
      ...{ port, output: 'json', logLevel: 'error', onlyCategories: [...categories], disableStorageReset: true },
      extraHeaders: { cookie: await cookiesOf(page.context()) },
    },
    desktopConfig,
  )
  const report = ran?.lhr
  if (!report || report.runtimeError)
    throw new Error(`Lighthouse could not look at ${path}: ${report?.runtimeError?.message ?? 'it said nothing'}`)
  const shown = new URL(report.finalDisplayedUrl).pathname
  if (shown !== path) throw new Error(`Lighthouse was led from ${path} to ${shown}`)
  return report
}

async function cookiesOf(context: BrowserContext): Promise<string> {
  return (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
}
