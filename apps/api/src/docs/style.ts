/** The page's style, in the look of the console: warm neutrals, one accent, light and dark. */
export const style = `
:root { color-scheme: light dark; --ground: #faf9f7; --raised: #f2f0ec; --line: #ddd9d2; --text: #292524; --quiet: #6b645c; --accent: #a8482a }
@media (prefers-color-scheme: dark) {
  :root { --ground: #1a1816; --raised: #24211e; --line: #3b3631; --text: #ece8e3; --quiet: #a89f95; --accent: #e08a68 }
}
* { box-sizing: border-box }
html { scroll-padding-top: 16px }
body { margin: 0; background: var(--ground); color: var(--text); font: 14px/1.55 'Geist', system-ui, sans-serif }
.frame { display: grid; grid-template-columns: 248px minmax(0, 1fr); max-width: 1160px; margin: 0 auto }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 24px 16px; border-right: 1px solid var(--line); font-size: 13px }
nav ul { list-style: none; margin: 4px 0 16px; padding: 0 }
nav a { display: block; padding: 2px 8px; border-radius: 4px; color: var(--quiet); text-decoration: none }
nav a:hover { background: var(--raised); color: var(--text) }
nav b { padding: 0 8px; font-weight: 600 }
nav b a { display: inline; padding: 0; color: inherit }
nav b a:hover { background: none; color: var(--accent) }
main { padding: 24px 32px 96px }
h1 { margin: 0 0 8px; font-size: 24px; line-height: 32px; font-weight: 600 }
h2 { margin: 56px 0 4px; font-size: 18px; font-weight: 600 }
h3 { margin: 0 0 4px; font-size: 14px; font-weight: 600 }
h4 { margin: 16px 0 4px; font-size: 13px; font-weight: 600; color: var(--quiet) }
section, article { padding: 24px 0; border-bottom: 1px solid var(--line) }
:target { box-shadow: -12px 0 0 -9px var(--accent) }
a { color: var(--accent) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
p { margin: 4px 0; max-width: 76ch }
small, .quiet { color: var(--quiet); font-size: 12px }
code, pre { font-family: 'Geist Mono', ui-monospace, monospace; font-size: 12.5px }
pre { margin: 8px 0; padding: 12px; overflow-x: auto; background: var(--raised); border-radius: 6px }
details pre { white-space: pre-wrap; overflow-wrap: anywhere }
summary { margin: 8px 0; color: var(--quiet); cursor: pointer }
.call { display: flex; gap: 8px; margin: 0 0 8px }
.call code, p, li, h3 { min-width: 0; overflow-wrap: anywhere }
.call b { color: var(--accent); font-weight: 600 }
.scroll { overflow-x: auto }
table { width: 100%; border-collapse: collapse; font-size: 13px }
th { text-align: left; font-weight: 500; color: var(--quiet) }
th, td { padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top }
td:first-child { white-space: nowrap }
@media (max-width: 800px) { .frame { display: block } nav { position: static; height: auto; padding: 16px 8px 0; border: 0 } nav .calls { display: none } nav li { display: inline-block } nav b { display: inline-block; margin-bottom: 8px } main { padding: 16px } }
`
