import type { MilestoneRow } from '../milestone/milestone.entity';

/** Of a message about an agreement as a whole. */
export const EVERYBODY = { parties: null, themes: null } as const;

/** Whom and what a message about these milestones concerns; endpoints filter by it. */
export function concernsOf(
  rows: readonly Pick<MilestoneRow, 'obligors' | 'beneficiaries' | 'theme'>[],
): { parties: string[]; themes: string[] } {
  const parties = new Set<string>();
  const themes = new Set<string>();
  for (const { obligors, beneficiaries, theme } of rows) {
    for (const party of [...obligors, ...beneficiaries]) parties.add(party);
    if (theme !== null) themes.add(theme);
  }
  return { parties: [...parties], themes: [...themes] };
}
