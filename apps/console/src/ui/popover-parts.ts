import { Popover } from 'radix-ui'

export const { Content, Portal, Root, Trigger } = Popover
