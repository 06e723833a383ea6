import type { Headline } from '../../src/engine/model/status';

/** What a status is shown as: "unrecorded" where it was due before anybody could record it here. */
export type ShownStatus = Headline | 'unrecorded';
