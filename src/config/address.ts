import { isIP } from 'node:net';

/** An IP address, or `localhost`. */
export function isAddress(text: string): boolean {
  return text === 'localhost' || isIP(text) !== 0;
}

/** A network in CIDR notation, such as 10.0.0.0/8. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  const width = Number(bits);
  return (
    family !== 0 &&
    rest.length === 0 &&
    /^\d+$/.test(bits ?? '') &&
    width <= (family === 4 ? 32 : 128)
  );
}

/** An http or https URL with host and optional port, without path, query and user. */
export function isOrigin(text: string): boolean {
  if (!/^https?:\/\/[^/?#\\@\s]+\/?$/i.test(text) || !URL.canParse(text)) return false;
  const { pathname, search, hash, hostname } = new URL(text);
  return hostname !== '' && pathname === '/' && search === '' && hash === '';
}
/** Whether an address or host name is a loopback address. */
export function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}
