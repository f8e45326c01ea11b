'use client'
import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button'
import { Menu, MenuChoice, MenuOption, MenuPanel, MenuTrigger } from '../../ui/menu'
import { preferenceNames, remember, themeOf, themes, type Theme } from '../preferences'

const looks = {
  system: { Icon: Monitor, word: 'As the system' },
  light: { Icon: Sun, word: 'Light' },
  dark: { Icon: Moon, word: 'Dark' },
} as const satisfies Record<Theme, unknown>

export function ThemeSwitch({ now }: { now: Theme }) {
  const [theme, setTheme] = useState(now)
  const { Icon } = looks[theme]

  function choose(value: string): void {
    const chosen = themeOf(value)
    setTheme(chosen)
    remember(preferenceNames.theme, chosen)
    document.documentElement.dataset.theme = chosen
  }

  return (
    <Menu>
      <MenuTrigger asChild>
        <Button look="bare" size="icon" aria-label="Theme">
          <Icon />
        </Button>
      </MenuTrigger>
      <MenuPanel>
        <MenuChoice value={theme} onValueChange={choose}>
          {themes.map((each) => {
            const { Icon: Each, word } = looks[each]
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
