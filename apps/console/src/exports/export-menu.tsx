'use client'
import { Download } from 'lucide-react'
import { useSearchParams } from 'next/navigation'
import { Button } from '../ui/button'
import { Menu, MenuItem, MenuPanel, MenuTrigger } from '../ui/menu'

const formats = [
  ['csv', 'CSV, for spreadsheets'],
  ['jsonl', 'JSON lines, for programs'],
] as const

/**
 * Saves everything that the current search finds, not the page alone.
 *
 * @param address the list's own route for it, which passes the API's export through
 */
export function ExportMenu({ address }: { address: `/${string}` }) {
  const search = useSearchParams()
  function link(format: string): string {
    const parameters = new URLSearchParams(search)
    parameters.delete('after')
    parameters.set('format', format)
    return `${address}?${parameters}`
  }
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button look="bare" size="icon" aria-label="Export" title="Export what was found">
          <Download />
        </Button>
      </MenuTrigger>
      <MenuPanel>
        {formats.map(([format, words]) => (
          <MenuItem key={format} asChild>
            {/* Not a Link: the answer is a file and no page. */}
            <a href={link(format)}>{words}</a>
          </MenuItem>
        ))}
      </MenuPanel>
    </Menu>
  )
}
