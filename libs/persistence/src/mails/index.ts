export type { QueuedMail } from './queued-mail.js'
