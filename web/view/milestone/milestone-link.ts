import { follow, linkTo, route } from '../../state/address';

/** The id without its agreement, as links carry it. */
export function shortId(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}

/** The obligation or phase of a milestone, without whose and which occurrence. */
export function pathOf(id: string): string {
  return shortId(id).replace(/[@#].*$/, '');
}

/** Attributes of a link that opens a milestone's drawer. */
export function milestoneLink(id: string) {
  const patch = { milestone: shortId(id) };
  return { href: linkTo(patch), onClick: follow(patch), 'data-milestone': shortId(id) };
}

export function isOpen(id: string): boolean {
  return route.milestone === shortId(id);
}
