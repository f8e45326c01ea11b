// Finds a browser for the tests: prints {"executablePath": …, "args": […]} as one line of JSON on stdout, and on stderr what it tries.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'

const asRoot = process.getuid?.() === 0

/** A browser under test talks to the system under test and to nobody else. Chromium's own sandbox does not work for root. */
const browserArgs = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  ...(asRoot ? ['--no-sandbox'] : []),
]

/** Releases before Debian 12, and Ubuntu, have none without windows. */
const debianPackages = ['chromium-headless-shell', 'chromium']

const systemBrowsers = {
  // Debian's build without windows comes first: tests take two thirds of the time in it (docs/decisions/0107).
  linux: [
    'chromium-headless-shell',
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
    'brave-browser',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) =>
    process.env[name]
      ? [join(process.env[name], 'Google/Chrome/Application/chrome.exe'), join(process.env[name], 'Microsoft/Edge/Application/msedge.exe')]
      : [],
  ),
}

/**
 * The first browser that launches, in this order: TESSERA_BROWSER (a path; then no other is tried), Playwright's own, one of the
 * system, Playwright's own after a download, and as root on Debian a package, installed for the purpose.
 *
 * @param say told what is tried
 * @returns without `executablePath`: Playwright's own
 * @throws with a sentence when there is none
 */
async function findBrowser(say = () => {}) {
  const named = process.env.TESSERA_BROWSER
  if (named) {
    const fault = await launchFault(named)
    if (fault) throw new Error(`TESSERA_BROWSER names ${named}, which does not start: ${fault}`)
    return { executablePath: named, args: browserArgs }
  }

  const present = await firstThatLaunches([undefined, ...findSystemBrowsers()], say)
  if (present) return present
  say("downloading Playwright's browser")
  if (downloadBrowser()) {
    const downloaded = await firstThatLaunches([undefined], say)
    if (downloaded) return downloaded
  }
  for (const name of asRoot && existsSync('/etc/debian_version') ? debianPackages : []) {
    say(`installing the Debian package ${name}`)
    const packaged = installOnDebian(name) && (await firstThatLaunches(findSystemBrowsers(), say))
    if (packaged) return packaged
  }
  throw new Error('no browser starts on this machine: install Chromium or Chrome, or set TESSERA_BROWSER to the path of one')
}

async function firstThatLaunches(paths, say) {
  for (const executablePath of paths) {
    const fault = await launchFault(executablePath)
    say(`${executablePath ?? "Playwright's browser"}: ${fault ?? 'starts'}`)
    if (!fault) return { ...(executablePath && { executablePath }), args: browserArgs }
  }
  return undefined
}

/** Proves a browser by a page in it. @returns why it does not start, in one line */
async function launchFault(executablePath) {
  try {
    const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: browserArgs, timeout: 30_000 })
    try {
      const page = await browser.newPage()
      await page.goto('data:text/html,<title>it works</title>')
      return (await page.title()) === 'it works' ? undefined : 'shows no page'
    } finally {
      await browser.close()
    }
  } catch (fault) {
    const lines = fault.message.split('\n').map((line) => line.trim())
    return lines.find((line) => /error|not found|missing|doesn't exist/i.test(line)) ?? lines[0]
  }
}

function downloadBrowser() {
  const cli = join(dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js')
  return spawnSync(process.execPath, [cli, 'install', '--only-shell', 'chromium'], { stdio: 'ignore', timeout: 300_000 }).status === 0
}

function findSystemBrowsers() {
  const onPath = (name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name))
  return (systemBrowsers[process.platform] ?? [])
    .flatMap((name) => (name.includes('/') || name.includes('\\') ? [name] : onPath(name).filter(isExecutable).slice(0, 1)))
    .filter(isExecutable)
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function installOnDebian(name) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return [['update'], ['install', '-y', '--no-install-recommends', name, 'fonts-liberation']].every(
    (args) => spawnSync('apt-get', args, { env, stdio: ['ignore', 2, 2] }).status === 0,
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(JSON.stringify(await findBrowser((sentence) => console.error(sentence))))
  } catch (fault) {
    console.error(fault.message)
    process.exitCode = 1
  }
}
