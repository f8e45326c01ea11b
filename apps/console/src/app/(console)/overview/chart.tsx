'use client'
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { figure, shortFigure, ticksAlong, ticksUpTo, type Drawn, type Series } from './figures'
import type { Span } from './search-params'

interface ChartProps {
  drawn: readonly Drawn[]
  series: readonly Series[]
  span: Span
  time: (at: number) => string
  /** Numbers that are counted anew at each point stand as steps; what goes on between them, as a line. */
  stepped: boolean
}

const tick = { fill: 'var(--faint)', fontSize: 11 } as const

/** Values over time, from zero; a gap where nobody counted. Fills what it stands in. Nothing in it moves by itself. */
export function Chart({ drawn, series, span, time, stepped }: ChartProps) {
  const known = drawn.flatMap(({ values }) => values.filter((value) => value !== null))
  const ticks = ticksUpTo(Math.max(0, ...known))
  return (
    <ResponsiveContainer width="100%" height="100%">
      <AreaChart data={[...drawn]} margin={{ top: 6, right: 6, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="at"
          type="number"
          domain={['dataMin', 'dataMax']}
          ticks={ticksAlong(drawn, span)}
          tickFormatter={(at: number) => (span === 'week' ? weekday.format(at) : time(at))}
          tick={tick}
          tickLine={false}
          axisLine={false}
          height={22}
          minTickGap={8}
        />
        <YAxis
          width={44}
          domain={[0, ticks.at(-1) ?? 1]}
          ticks={[...ticks]}
          tickFormatter={shortFigure}
          tick={tick}
          tickLine={false}
          axisLine={false}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--edge)' }}
          content={({ active, payload }) => {
            const point = active ? (payload[0]?.payload as Drawn | undefined) : undefined
            return point && <Hint point={point} series={series} time={time} />
          }}
        />
        {series.map(({ tally, name, hue }, place) => (
          <Area
            key={tally}
            name={name}
            dataKey={({ values }: Drawn) => values[place] ?? null}
            type={stepped ? 'step' : 'linear'}
            stroke={`var(${hue})`}
            strokeWidth={1.5}
            fill={`var(${hue})`}
            fillOpacity={0.1}
            connectNulls={false}
            isAnimationActive={false}
            dot={({ cx, cy, index = 0, key }) =>
              isAlone(drawn, index, place) ? <circle key={key} cx={cx} cy={cy} r={1.5} fill={`var(${hue})`} /> : <g key={key} />
            }
            activeDot={{ r: 3, strokeWidth: 0 }}
          />
        ))}
      </AreaChart>
    </ResponsiveContainer>
  )
}

function Hint({ point, series, time }: { point: Drawn; series: readonly Series[]; time: (at: number) => string }) {
  return (
    <div className="rounded-md border border-line bg-surface px-2 py-1 text-table shadow-lifted">
      <p className="font-mono text-quiet">{time(point.at)}</p>
      {series.map(({ tally, name }, place) => {
        const value = point.values[place]
        return (
          <p key={tally} className="flex justify-between gap-4">
            {name} <span className="font-mono">{value === null || value === undefined ? 'not counted' : figure(value)}</span>
          </p>
        )
      })}
    </div>
  )
}

const weekday = new Intl.DateTimeFormat('en', { weekday: 'short' })

/** Whether a value stands between gaps: a line needs two. */
function isAlone(drawn: readonly Drawn[], index: number, place: number): boolean {
  const known = (at: number) => (drawn[at]?.values[place] ?? null) !== null
  return known(index) && !known(index - 1) && !known(index + 1)
}
