/**
 * Browsers and systems that most people have, by the names that sessions have them under: those of the library that reads user agents.
 * There are others.
 */
export const commonBrowsers = ['Chrome', 'Firefox', 'Microsoft Edge', 'Opera', 'Safari', 'Samsung Internet for Android'] as const
export const commonSystems = ['Android', 'Chrome OS', 'iOS', 'Linux', 'macOS', 'Windows'] as const
