import { lesserRoles, roles, userManagers, type AdminUser, type Me, type Role } from '@tessera/contract'

type Viewer = Pick<Me, 'id' | 'roles'>

/** Whether somebody sees one company alone, and so needs no word about companies. */
export function isBound(viewer: Viewer): boolean {
  return !viewer.roles.includes('owner')
}

/** Whether somebody creates and changes users at all. */
export function managesUsers(viewer: Viewer): boolean {
  return userManagers.some((role) => viewer.roles.includes(role))
}

/** The roles that somebody may give and take: all for an owner, and for an admin those that change no user. */
export function givable(viewer: Viewer): readonly Role[] {
  if (!isBound(viewer)) return roles
  return managesUsers(viewer) ? lesserRoles : []
}

/** Whether somebody may change this user. Only an owner changes owners and admins, themselves aside; a deleted user changes no more. */
export function mayChange(viewer: Viewer, user: Pick<AdminUser, 'id' | 'roles' | 'state'>): boolean {
  if (user.state === 'deleted' || !managesUsers(viewer)) return false
  return !isBound(viewer) || user.id === viewer.id || !user.roles.some((role) => !givable(viewer).includes(role))
}
