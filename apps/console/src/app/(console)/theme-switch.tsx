'use client'
import { Monitor, Moon, Sun } from 'lucide-react'
import { Button } from '../../ui/button'
import { Menu, MenuChoice, MenuOption, MenuPanel, MenuTrigger } from '../../ui/menu'
import { themeOf, themes, type Theme } from '../preferences'
import { prefer, usePreference } from '../use-preference'

const themeLooks = {
  system: { Icon: Monitor, word: 'As the system' },
  light: { Icon: Sun, word: 'Light' },
  dark: { Icon: Moon, word: 'Dark' },
} as const satisfies Record<Theme, unknown>

export function ThemeSwitch({ now }: { now: Theme }) {
  const theme = usePreference('theme', now)
  const { Icon } = themeLooks[theme]

  return (
    <Menu>
      <MenuTrigger asChild>
        <Button look="bare" size="icon" aria-label="Theme">
          <Icon />
        </Button>
      </MenuTrigger>
      <MenuPanel>
        <MenuChoice value={theme} onValueChange={(value) => prefer({ theme: themeOf(value) })}>
          {themes.map((each) => {
            const { Icon: Each, word } = themeLooks[each]
            return (
              <MenuOption key={each} value={each}>
                <Each aria-hidden />
                {word}
              </MenuOption>
            )
          })}
        </MenuChoice>
      </MenuPanel>
    </Menu>
  )
}
