import type { ReactNode } from 'react'

/** A page that is read from top to bottom: one column under its title. */
export function Sheet({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="relative min-h-0 flex-1 overflow-y-auto">
      <div className="@container mx-auto grid w-full max-w-[46rem] grid-cols-[minmax(0,1fr)] gap-5 px-4 py-6">
        <h1 className="text-title font-semibold">{title}</h1>
        {children}
      </div>
    </div>
  )
}
