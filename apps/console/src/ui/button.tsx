import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { classNames } from './class-names'

/** `primary` is for the one main action of a screen. */
export const buttonLook = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap select-none transition-colors duration-[120ms] ease-out disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:shrink-0',
  {
    variants: {
      look: {
        primary: 'bg-accent text-on-accent hover:bg-accent-strong',
        plain: 'border border-edge/60 bg-surface text-text hover:bg-hover active:bg-pressed',
        bare: 'text-quiet hover:bg-hover hover:text-text active:bg-pressed',
      },
      size: {
        medium: 'h-8 px-3 text-body [&_svg]:size-4',
        small: 'h-6 px-2 text-table [&_svg]:size-3.5',
        icon: 'size-8 [&_svg]:size-4',
      },
    },
    defaultVariants: { look: 'plain', size: 'medium' },
  },
)

export function Button({ look, size, className, type = 'button', ...rest }: ComponentProps<'button'> & VariantProps<typeof buttonLook>) {
  return <button type={type} className={classNames(buttonLook({ look, size }), className)} {...rest} />
}
