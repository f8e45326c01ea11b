import { CompanyId, routes } from '@tessera/contract'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { BackToList } from '../../../../lists/back-to-list'
import { ask, viewer } from '../../../../session/viewer'
import { TroubleNotice } from '../../../../ui/trouble-notice'
import { Clock } from '../../../../ui/when'
import { mayEnter, NoEntry } from '../../no-entry'
import { CompanyView } from './company-view'

/** Asked once for the page and its title. */
const read = cache(async (given: string) => {
  const id = CompanyId.safeParse(given)
  return id.success ? ask(routes.readCompany, { params: { id: id.data } }) : null
})

export async function generateMetadata({ params }: PageProps<'/companies/[id]'>): Promise<Metadata> {
  const answer = await read((await params).id)
  return { title: answer?.ok ? `${answer.body.name} · Company` : 'Company' }
}

const undone = 'The company was not loaded.'

export default async function CompanyPage({ params }: PageProps<'/companies/[id]'>) {
  const { id } = await params
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />
  const answer = await read(id)
  if (answer === null || (!answer.ok && answer.trouble.kind === 'not_found')) notFound()

  return (
    <div className="relative flex-1 md:overflow-auto">
      <div className="mx-auto w-full max-w-5xl p-4">
        <BackToList page="/companies">Companies</BackToList>
        {answer.ok ? (
          <Clock at={new Date().getTime()}>
            <CompanyView company={answer.body} roles={who.body.roles} />
          </Clock>
        ) : (
          <div className="grid min-h-96 place-items-center">
            <TroubleNotice trouble={answer.trouble} heading="h1" undone={undone} />
          </div>
        )}
      </div>
    </div>
  )
}
