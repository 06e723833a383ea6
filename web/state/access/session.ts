import { signal } from '@preact/signals';
import { api } from '../api';

export interface Session {
  kind: 'operator' | 'token' | 'public';
  name: string | null;
  role: Role;
}

const ROLES = ['reader', 'monitor', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** The reader's session; undefined until the service answered. */
export const session = signal<Session | undefined>(undefined);

export function mayAct(needs: Role): boolean {
  const role = session.value?.role;
  return role !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(needs);
}

export async function loadSession(): Promise<void> {
  try {
    session.value = await api<Session>('GET', '/v1/session');
  } catch {
    session.value = undefined;
  }
}

/** Signs out. */
export async function leave(): Promise<void> {
  await api('DELETE', '/v1/session');
  location.reload();
}
