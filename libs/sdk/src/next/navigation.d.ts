// Under this name, without the ending that Node would want, Next gives server components and route handlers a file of their own; any other
// name gets them the one for browsers.
declare module 'next/navigation' {
  export function redirect(path: string): never
}
