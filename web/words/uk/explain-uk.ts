import { UK_DETAIL } from './detail';
import { SENTENCES as UK } from './sentences';

export const SENTENCES = UK;
export const DETAIL = UK_DETAIL;
