import type { Headline } from '../../src/engine/model/status';

/** A status as shown: "unrecorded" where the deadline had passed before anybody could record a fulfilment. */
export type ShownStatus = Headline | 'unrecorded';
