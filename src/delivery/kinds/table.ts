import type { Kind, KindName } from '../format/kind';
import { alertmanager } from './alertmanager';
import { apprise } from './apprise';
import { cloudevents } from './cloudevents';
import { discord } from './discord';
import { email } from './email';
import { googleChat } from './google-chat';
import { gotify } from './gotify';
import { matrix } from './matrix';
import { mattermost } from './mattermost';
import { ntfy } from './ntfy';
import { pagerduty } from './pagerduty';
import { slack } from './slack';
import { teams } from './teams';
import { telegram } from './telegram';
import { webhook } from './webhook';

/** Every kind of destination. */
export const KINDS: Readonly<Record<KindName, Kind>> = {
  webhook,
  slack,
  teams,
  email,
  discord,
  mattermost,
  telegram,
  ntfy,
  apprise,
  'google-chat': googleChat,
  matrix,
  gotify,
  pagerduty,
  alertmanager,
  cloudevents,
};
