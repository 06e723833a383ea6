import type { Kind, KindName } from './format/kind';
import { alertmanager } from './kinds/alertmanager';
import { apprise } from './kinds/apprise';
import { cloudevents } from './kinds/cloudevents';
import { discord } from './kinds/discord';
import { email } from './kinds/email';
import { googleChat } from './kinds/google-chat';
import { gotify } from './kinds/gotify';
import { matrix } from './kinds/matrix';
import { mattermost } from './kinds/mattermost';
import { ntfy } from './kinds/ntfy';
import { pagerduty } from './kinds/pagerduty';
import { slack } from './kinds/slack';
import { teams } from './kinds/teams';
import { telegram } from './kinds/telegram';
import { template } from './kinds/template';
import { webhook } from './kinds/webhook';

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
  template,
};
