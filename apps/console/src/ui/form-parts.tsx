'use client'
import { Eye, EyeOff } from 'lucide-react'
import { useEffect, useRef, useState, type ComponentProps, type ReactNode } from 'react'
import { Button } from './button'
import { classNames } from './class-names'
import { controlLook, Field } from './field'
import { SignInAgain } from './sign-in-again'
import type { Told } from './use-form'

interface Labelled {
  readonly label: string
  readonly hint?: string | undefined
  readonly fault?: string | undefined
}

/** One line of text with its label. */
export function TextField({ label, hint, fault, className, ...rest }: Labelled & ComponentProps<'input'>) {
  return (
    <Field label={label} hint={hint} fault={fault}>
      {(given) => <input type="text" {...given} {...rest} className={classNames(controlLook, 'h-9', className)} />}
    </Field>
  )
}

/** An e-mail address. Its type is text: what an address is, is for the contract to say, in its own words. */
export function EmailField(props: Omit<Labelled, 'label'> & { label?: string } & ComponentProps<'input'>) {
  return (
    <TextField
      label="E-mail"
      name="email"
      inputMode="email"
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      dir="auto"
      {...props}
    />
  )
}

export const passwordHint = 'At least 8 characters. A few unusual words are best.'

/** A password, and a way to look at what was typed. */
export function PasswordField({ label, hint, fault, ...rest }: Labelled & ComponentProps<'input'>) {
  const [shown, setShown] = useState(false)
  return (
    <Field label={label} hint={hint} fault={fault}>
      {(given) => (
        <span className="relative block">
          <input
            {...given}
            {...rest}
            type={shown ? 'text' : 'password'}
            autoCapitalize="none"
            spellCheck={false}
            className={`${controlLook} h-9 pr-10`}
          />
          <Button
            look="bare"
            size="icon"
            aria-label={`Show ${label.toLowerCase()}`}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
            className="absolute top-0.5 right-0.5"
          >
            {shown ? <EyeOff /> : <Eye />}
          </Button>
        </span>
      )}
    </Field>
  )
}

/** Digits that were mailed, or that an authenticator shows. */
export function CodeField(props: Labelled & ComponentProps<'input'>) {
  return (
    <TextField
      name="code"
      inputMode="numeric"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      className="font-mono"
      {...props}
    />
  )
}

/**
 * The button that sends a form. It stays in reach of the keyboard while it works. The second click of a double click is no other wish: by then the first
 * may have been answered, and the way back or the next entry lies under the pointer.
 */
export function SubmitButton({
  pending,
  working,
  children,
  ...rest
}: ComponentProps<typeof Button> & { pending: boolean; working?: string; children: ReactNode }) {
  return (
    <Button
      type="submit"
      look="primary"
      aria-disabled={pending}
      onClick={(event) => (pending || event.detail > 1) && event.preventDefault()}
      {...rest}
    >
      {pending ? (working ?? children) : children}
    </Button>
  )
}

/** What came of a form, for eyes and screen readers. */
export function FormWords({ state }: { state: Told }) {
  return (
    <>
      <p role="alert" className="text-table text-reuse [overflow-wrap:anywhere] empty:hidden">
        {state.refused}
        <SignInAgain to={state.signIn} />
      </p>
      <p
        role="status"
        tabIndex={-1}
        data-told
        className="border-l-2 border-active pl-3 text-table [overflow-wrap:anywhere] empty:hidden focus:outline-none"
      >
        {state.done}
      </p>
    </>
  )
}

/** Stands where a form was when it has done its work. The focus goes there, since what had it is gone. */
export function Outcome({ title, children }: { title: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="grid justify-items-start gap-3 text-quiet [overflow-wrap:anywhere]">
      <h2 ref={heading} tabIndex={-1} className="text-[1rem] leading-6 font-semibold text-text focus:outline-none">
        {title}
      </h2>
      {children}
    </div>
  )
}
