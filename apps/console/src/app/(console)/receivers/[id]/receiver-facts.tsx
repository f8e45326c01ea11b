import { personTitle } from '../../users/user-words'
import type { Receiver } from '@tessera/contract'
import Link from 'next/link'
import { eventSentence } from '../../../../events/event-words'
import { Fact, Given, Group, Id } from '../../../../ui/facts'
import { linkLook } from '../../../../ui/link-look'
import { WhenExactly } from '../../../../ui/when'
import { everybodys, formWords } from '../receiver-words'
import { HowTo } from './how-to'

export function ReceiverFacts({ receiver, bound }: { receiver: Receiver; bound: boolean }) {
  const { id, form, company, url, kinds, audience, has_authorization, created_at, created_by, last_delivered_at } = receiver
  return (
    <div className="grid content-start grid-cols-[minmax(0,1fr)] gap-8">
      <Group title="About">
        <Fact name="Told by">
          {formWords[form].name}: <span className="text-quiet">{formWords[form].may}</span>
        </Fact>
        {url !== null && (
          <Fact name="Address">
            <Id id={url} what="address" />
          </Fact>
        )}
        <Fact name="Receiver id">
          <Id id={id} what="receiver id" />
        </Fact>
        {!bound && (
          <Fact name="Company">
            {company === null ? (
              everybodys
            ) : (
              <Link href={`/companies/${company.id}`} prefetch={false} className={linkLook}>
                <Given>{company.name}</Given>
              </Link>
            )}
          </Fact>
        )}
        <Fact name="Told of">
          {kinds === null ? (
            'Every revocation'
          ) : (
            <ul>
              {kinds.map((kind) => (
                <li key={kind}>
                  {eventSentence({ kind, reason: null, details: null })} <code className="font-mono text-table text-faint">{kind}</code>
                </li>
              ))}
            </ul>
          )}
        </Fact>
        {form !== 'webhook' && (
          <Fact name="Audience">
            {audience === null ? (
              <span className="text-quiet">its {url === null ? 'id' : 'address'}</span>
            ) : (
              <code className="font-mono text-table">{audience}</code>
            )}
          </Fact>
        )}
        {form === 'set_push' && (
          <Fact name="Authorization">{has_authorization ? 'Sent with each token; nobody is shown it' : 'None is sent'}</Fact>
        )}
      </Group>
      <Group title="Times">
        <Fact name="Last delivered">{last_delivered_at === null ? 'Never' : <WhenExactly at={last_delivered_at} />}</Fact>
        {receiver.former_secret_until !== null && (
          <Fact name="Secret before">
            Signs beside the present one until <WhenExactly at={receiver.former_secret_until} />
          </Fact>
        )}
        <Fact name="Created">
          <WhenExactly at={created_at} />
          <Given quiet>{personTitle(created_by)}</Given>
        </Fact>
      </Group>
      <HowTo receiver={receiver} />
    </div>
  )
}
