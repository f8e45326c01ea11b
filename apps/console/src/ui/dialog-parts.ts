import { Dialog } from 'radix-ui'

export const { Close, Content, Description, Overlay, Portal, Root, Title } = Dialog
