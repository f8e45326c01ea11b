/** What a person sets for their own eyes. Kept in cookies, so that the first byte of a page is already right and no script has to run. */
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const densities = ['comfortable', 'compact'] as const
export type Density = (typeof densities)[number]

export const preferenceNames = { theme: 'tessera-theme', density: 'tessera-density' } as const

/** Anything unknown is the default, the first. */
export const themeOf = (value: string | undefined): Theme => themes.find((theme) => theme === value) ?? 'system'
export const densityOf = (value: string | undefined): Density => densities.find((density) => density === value) ?? 'comfortable'

/** The lists whose columns people choose. */
export type ListName = 'sessions' | 'users' | 'events'
export const columnsPreference = (list: ListName) => `tessera-columns-${list}` as const

type Preference = (typeof preferenceNames)[keyof typeof preferenceNames] | ReturnType<typeof columnsPreference>

/** Remembers a choice in this browser for a year. The value has to be fit for a cookie. */
export function remember(name: Preference, value: string): void {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`
}

/** As if nothing had been chosen. */
export function forget(name: Preference): void {
  document.cookie = `${name}=; path=/; max-age=0; samesite=lax`
}
