import { DropdownMenu } from 'radix-ui'

export const { Content, Item, ItemIndicator, Label, RadioGroup, RadioItem, Root, Separator, Trigger } = DropdownMenu
