import { UK_DETAIL } from './uk-detail';
import { SENTENCES as UK } from './uk-sentences';

export const SENTENCES = UK;
export const DETAIL = UK_DETAIL;
