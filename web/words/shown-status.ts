import type { Headline } from '../../src/schedule/model';

/** What a status is shown as: "unrecorded" where it was due before anybody could record it here. */
export type ShownStatus = Headline | 'unrecorded';
