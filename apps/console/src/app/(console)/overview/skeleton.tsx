import { Waiting } from '../../../ui/mark'

/** The overview's parts as quiet surfaces, where they will be. */
export function OverviewSkeleton() {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <div className="grid gap-2">
        <div className="flex min-h-10 items-center border-y border-line px-2">
          <Waiting>Loading the overview…</Waiting>
        </div>
        <span className="h-5" />
      </div>
      <div className="grid grid-cols-2 gap-x-6 gap-y-4 px-2 sm:grid-cols-3 xl:grid-cols-6">
        {six.map((place) => (
          <div key={place} className="grid h-17 content-center gap-3">
            <span className="h-2 w-3/5 rounded-sm bg-pressed" />
            <span className="h-4 w-2/5 rounded-sm bg-pressed" />
          </div>
        ))}
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-8 lg:grid-cols-[repeat(2,minmax(0,1fr))]">
        {six.slice(2).map((place) => (
          <div key={place} className="h-58 border-b border-line">
            <span className="mt-1.5 block h-2 w-1/4 rounded-sm bg-pressed" />
          </div>
        ))}
      </div>
    </div>
  )
}

const six = [0, 1, 2, 3, 4, 5] as const
