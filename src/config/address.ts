import { isIP } from 'node:net';

/** An IP address, or `localhost`. */
export function isAddress(text: string): boolean {
  return text === 'localhost' || isIP(text) !== 0;
}

/** An address with the width of its prefix, such as 10.0.0.0/8. */
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

/** A scheme and a host, with a port perhaps: an address of the web without a path, a query or a name. */
export function isOrigin(text: string): boolean {
  if (!/^https?:\/\/[^/?#\\@\s]+\/?$/i.test(text) || !URL.canParse(text)) return false;
  const { pathname, search, hash, hostname } = new URL(text);
  return hostname !== '' && pathname === '/' && search === '' && hash === '';
}
