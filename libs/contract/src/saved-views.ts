import * as z from 'zod'
import { asStored, Id, line, text, Time } from './text.js'

export const savedViewPages = ['sessions', 'users', 'events'] as const

const view = {
  page: z.enum(savedViewPages).meta({ description: 'The list that it is a view of.' }),
  name: line(80).meta({ examples: ['Reuse this week'] }),
  query: text(2000, 0).meta({ description: 'The query string of the list in the console, without its `?`.' }),
}

/** A search that its owner gave a name. */
export const SavedView = z
  .object({ id: Id, page: view.page, name: asStored(z.string(), view.name), query: asStored(z.string(), view.query), created_at: Time })
  .meta({ id: 'SavedView' })
export type SavedView = z.infer<typeof SavedView>

export const SavedViews = z
  .object({ items: z.array(SavedView).meta({ description: 'In the order of their names; 50 at most.' }) })
  .meta({ id: 'SavedViews' })
export const CreateSavedView = z.strictObject(view)
