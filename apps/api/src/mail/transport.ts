/** A mail as it goes out. */
export interface OutgoingMail {
  /** The same at every attempt: whoever gets it twice can tell. */
  readonly id: number
  readonly kind: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Where mails leave. */
export interface MailTransport {
  /** @throws MailRefused when it did not leave, or not for sure */
  send(mail: OutgoingMail): Promise<void>
  close(): void
}

/** A mail that did not leave. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused'

  /**
   * @param word a reply code, or the network's word: never a sentence, which may quote an address
   * @param forGood whether trying again is pointless
   */
  constructor(
    readonly word: string,
    readonly forGood: boolean,
  ) {
    super(`the mail was refused: ${word}`)
  }
}
