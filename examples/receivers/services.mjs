// What each service documents: which requests it accepts, how it answers, and what people see. An answer is
// [status, body, text for people]; `body` is an object for JSON.
const OK = (body, shown, status = 200) => [status, body, shown];

/** Every field of a kind of text, wherever it is in a value. */
function texts(value, key) {
  if (Array.isArray(value)) return value.flatMap((one) => texts(one, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === key && typeof inner === 'string' ? [inner] : texts(inner, key),
  );
}

function json(request) {
  try {
    const value = JSON.parse(request.body);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks and …/reference/block-kit */
function slack(request) {
  if (request.path.endsWith('/gone')) return [404, 'no_service'];
  if (request.path.endsWith('/archived')) return [410, 'channel_is_archived'];
  const payload = json(request);
  if (payload === undefined) return [400, 'invalid_payload'];
  const { text = '', blocks = [] } = payload;
  if (text === '' && blocks.length === 0) return [400, 'no_text'];
  const plain = (one, most) =>
    one?.type === 'plain_text' && one.text.length > 0 && one.text.length <= most;
  const valid = blocks.every((block) => {
    if (block.type === 'section') {
      const fields = block.fields ?? [];
      return (
        (block.text === undefined ? fields.length > 0 : plain(block.text, 3000)) &&
        fields.length <= 10 &&
        fields.every((one) => plain(one, 2000))
      );
    }
    if (block.type === 'context')
      return block.elements.length <= 10 && block.elements.every((one) => plain(one, 2000));
    if (block.type === 'actions')
      return block.elements.every((one) => plain(one.text, 75) && one.url.length <= 3000);
    return false;
  });
  if (!valid || blocks.length > 50 || text.length > 40_000) return [400, 'invalid_blocks'];
  const mentions = /<(![a-z]+|@U\w+|#C\w+)/.exec(text)?.[0];
  return OK('ok', [...texts(blocks, 'text'), ...texts(blocks, 'url')].join('\n') + noted(mentions));
}

/** Pacta's own link below the sentence is the only Markdown that it writes. */
const withoutOwnLink = (text) => text.replace(/\[[^\]\\]*\]\(http\S+\/acknowledge\/\S+\)/, '');

const noted = (mentions) => (mentions === undefined ? '' : `\nMENTIONS ${mentions}`);

/** https://learn.microsoft.com/connectors/teams/#microsoft-teams-webhook: the trigger answers before the card is posted. */
function teams(request) {
  const error = (status, code, message) => [status, { error: { code, message } }];
  if (!request.query.has('sig'))
    return error(
      401,
      'DirectApiAuthorizationRequired',
      'The request must be authenticated only by Shared Access scheme.',
    );
  if (request.path.includes('/off/'))
    return error(
      400,
      'WorkflowTriggerIsNotEnabled',
      'The requested workflow trigger is not enabled.',
    );
  if (Buffer.byteLength(request.body) > 28_000) return [413, 'Request Entity too large'];
  const { type, attachments = [] } = json(request) ?? {};
  const card = attachments[0];
  if (
    type !== 'message' ||
    card?.contentType !== 'application/vnd.microsoft.card.adaptive' ||
    card.content?.type !== 'AdaptiveCard'
  ) {
    return error(
      400,
      'TriggerInputSchemaMismatch',
      'The input body for trigger did not match its schema definition.',
    );
  }
  const { body, actions, msteams } = card.content;
  const markdown = body
    .filter((one) => one.type === 'TextBlock')
    .flatMap((one) => texts(one, 'text'))
    .filter((one) => /\*\*|\]\(|<at>/.test(one));
  const mentions =
    msteams?.entities === undefined && markdown.length === 0 ? undefined : markdown.join(' ');
  return OK(
    '',
    [...body.map((one) => texts(one, 'text').join('')), ...texts(actions, 'url')].join('\n') +
      noted(mentions),
    202,
  );
}

/** https://docs.discord.com/developers/resources/webhook#execute-webhook */
function discord(request) {
  if (request.path.endsWith('/gone')) return [404, { message: 'Unknown Webhook', code: 10015 }];
  const { content = '', embeds = [], allowed_mentions } = json(request) ?? {};
  const invalid = (message) => [
    400,
    { message: 'Invalid Form Body', code: 50035, errors: { embeds: { _errors: [{ message }] } } },
  ];
  if (content === '' && embeds.length === 0)
    return [400, { message: 'Cannot send an empty message', code: 50006 }];
  if (content.length > 2000 || embeds.length > 10)
    return invalid('Must be 2000 or fewer in length.');
  const total = embeds
    .flatMap((one) => [
      one.title,
      one.description,
      one.footer?.text,
      ...(one.fields ?? []).flatMap((field) => [field.name, field.value]),
    ])
    .join('').length;
  const valid = embeds.every(
    (one) =>
      (one.title ?? '').length <= 256 &&
      (one.description ?? '').length <= 4096 &&
      (one.footer?.text ?? '').length <= 2048 &&
      (one.fields ?? []).length <= 25 &&
      (one.fields ?? []).every(
        (field) =>
          field.name.length > 0 &&
          field.name.length <= 256 &&
          field.value.length > 0 &&
          field.value.length <= 1024,
      ),
  );
  if (!valid || total > 6000) return invalid('Embed size exceeds maximum size of 6000');
  const said = [
    content,
    ...embeds.flatMap((one) => [
      one.title,
      one.description,
      ...(one.fields ?? []).map((field) => `${field.name}: ${field.value}`),
      one.footer?.text,
      one.url,
    ]),
  ]
    .filter(Boolean)
    .join('\n');
  const pings =
    allowed_mentions?.parse?.length === 0 ? undefined : /@(everyone|here)|<@/.exec(content)?.[0];
  const markup = /(^|[^\\])(\*\*|__|~~|\|\||`|\[[^\]]*\]\()/.exec(withoutOwnLink(said))?.[0];
  const shown = said.replace(/\\([!-/:-@[-`{-~])/g, '$1') + noted(pings ?? markup);
  return request.query.get('wait') === 'true'
    ? OK({ id: '1', type: 0 }, shown)
    : OK('', shown, 204);
}

/** https://developers.mattermost.com/integrate/webhooks/incoming and …/reference/message-attachments */
function mattermost(request) {
  const { text = '', attachments = [] } = json(request) ?? {};
  const fault = (id, message, status = 400) => [
    status,
    { id, message, detailed_error: '', request_id: 'r1', status_code: status },
  ];
  if (request.path.endsWith('/gone'))
    return fault('app.webhooks.get_incoming.app_error', 'Unable to get the webhook.', 404);
  if (text === '' && attachments.length === 0)
    return fault('web.incoming_webhook.text.app_error', 'No text specified.');
  if (text.length > 16_383 || JSON.stringify(attachments).length > 7_600)
    return fault(
      'web.incoming_webhook.text.length.app_error',
      'Maximum attachments length exceeded.',
    );
  const said = attachments
    .flatMap((one) => [
      one.title,
      one.text,
      ...(one.fields ?? []).map((field) => `${field.title}: ${field.value}`),
      one.footer,
      one.title_link,
    ])
    .filter(Boolean)
    .join('\n');
  const mentions =
    /@[a-z][a-z0-9._-]*/i.exec(`${text}\n${said}`)?.[0] ??
    /(^|[^\\])(\*\*|~~|`|\[[^\]]*\]\()/.exec(withoutOwnLink(said))?.[0];
  return OK('ok', said.replace(/\\([!-/:-@[-`{-~])/g, '$1') + noted(mentions));
}

/** https://core.telegram.org/bots/api#sendmessage */
function telegram(request) {
  const fault = (error_code, description, parameters) => [
    error_code,
    { ok: false, error_code, description, ...(parameters && { parameters }) },
  ];
  const token = /\/bot([^/]+)\/sendMessage$/.exec(request.path)?.[1] ?? '';
  if (!/^\d+:[\w-]+$/.test(token)) return fault(404, 'Not Found');
  const { chat_id, text = '', parse_mode } = json(request) ?? {};
  if (chat_id === '-404') return fault(400, 'Bad Request: chat not found');
  if (chat_id === '-403') return fault(403, 'Forbidden: bot was kicked from the group chat');
  if (chat_id === '-429') return fault(429, 'Too Many Requests: retry after 7', { retry_after: 7 });
  if (text === '') return fault(400, 'Bad Request: message text is empty');
  if (text.length > 4096) return fault(400, 'Bad Request: message is too long');
  const mentions =
    /(^|\s)[@/#][A-Za-z]\w{2,}/.exec(text)?.[0] ??
    (parse_mode === undefined ? undefined : parse_mode);
  return OK({ ok: true, result: { message_id: 1, text } }, text + noted(mentions));
}

/** https://docs.ntfy.sh/publish/#publish-as-json */
function ntfy(request) {
  const fault = (http, code, error) => [
    http,
    { code, http, error, link: 'https://ntfy.sh/docs/publish/' },
  ];
  const message = json(request);
  if (message === undefined)
    return fault(400, 40_024, 'invalid request: request body must be valid JSON');
  if (!/^[-_A-Za-z0-9]{1,64}$/.test(message.topic ?? ''))
    return fault(400, 40_009, 'invalid request: topic invalid');
  if (message.topic === 'protected' && request.headers.authorization === undefined)
    return fault(403, 40_301, 'forbidden');
  if (Buffer.byteLength(message.message ?? '') > 4096)
    return fault(413, 41_301, 'attachment too large, or bandwidth limit reached');
  if (![1, 2, 3, 4, 5].includes(message.priority))
    return fault(400, 40_007, 'invalid request: priority invalid');
  const markup = message.markdown === true ? 'markdown' : undefined;
  return OK(
    { id: 'm1', event: 'message', topic: message.topic },
    `${message.title}\n${message.message}\n${message.click ?? ''}${noted(markup)}`,
  );
}

/** https://github.com/caronc/apprise-api#api-details */
function apprise(request) {
  if (request.path.endsWith('/none')) return [204, ''];
  const { body = '', type = 'info', title = '', tag = '' } = json(request) ?? {};
  if (/[^\w., |-]/.test(tag))
    return [400, { error: 'Unsupported characters found in tag definition' }];
  if (tag === 'nobody') return [424, { error: 'One or more notification could not be sent' }];
  if (Buffer.byteLength(request.body) > 3_000_000)
    return [431, { error: 'JSON Payload provided is to large' }];
  if (body === '' || !['info', 'success', 'warning', 'failure'].includes(type))
    return [400, { error: 'Payload lacks minimum requirements' }];
  return OK({ error: null }, `${title}\n${body}`);
}

/** https://developers.google.com/workspace/chat/quickstart/webhooks */
function googleChat(request) {
  const fault = (code, status, message) => [code, { error: { code, message, status } }];
  if (!request.query.has('key') || !request.query.has('token'))
    return fault(401, 'UNAUTHENTICATED', 'Method requires an identity.');
  if (Buffer.byteLength(request.body) > 32_000)
    return fault(400, 'INVALID_ARGUMENT', 'Message is too long.');
  const { cardsV2, fallbackText = '' } = json(request) ?? {};
  if (!Array.isArray(cardsV2) || cardsV2.some((one) => typeof one.card?.sections !== 'object'))
    return fault(400, 'INVALID_ARGUMENT', 'Message cannot be empty.');
  const said = texts(cardsV2, 'text');
  const tags = said.join('\n').replace(/<\/?(b|i)>/g, '');
  const mentions = /<users\/|<[a-z]/i.exec(tags + fallbackText)?.[0];
  const shown = tags.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  return OK(
    { name: 'spaces/AAAA/messages/1' },
    [shown, ...texts(cardsV2, 'url')].join('\n') + noted(mentions),
  );
}

/** https://spec.matrix.org/v1.11/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid */
function matrix(request) {
  const fault = (status, errcode, error) => [status, { errcode, error }];
  if (request.method !== 'PUT') return fault(405, 'M_UNRECOGNIZED', 'Unrecognized request');
  if (!/^Bearer ./.test(request.headers.authorization ?? ''))
    return fault(401, 'M_MISSING_TOKEN', 'Missing access token');
  if (!/\/_matrix\/client\/v3\/rooms\/[^/]+\/send\/m\.room\.message\/[^/]+$/.test(request.path))
    return fault(404, 'M_UNRECOGNIZED', 'Unrecognized request');
  if (request.path.includes('/!suspended'))
    return fault(403, 'M_USER_SUSPENDED', 'You cannot perform this action while suspended');
  if (request.path.includes('/!closed'))
    return fault(403, 'M_FORBIDDEN', 'User is not in the room');
  if (Buffer.byteLength(request.body) > 65_000) return fault(413, 'M_TOO_LARGE', 'event too large');
  const content = json(request);
  if (content?.msgtype !== 'm.text' || typeof content.body !== 'string')
    return fault(400, 'M_BAD_JSON', 'body is required');
  const silent = JSON.stringify(content['m.mentions']) === '{}';
  const tags = (content.formatted_body ?? '').replace(
    /<\/?(p|strong|em|ul|li|b|br)>|<a href="[^"<>]*">|<\/a>/g,
    '',
  );
  const markup = /<[a-z]/i.exec(tags)?.[0];
  return OK({ event_id: '$1' }, content.body + noted(silent ? markup : '@room'));
}

/** https://gotify.net/api-docs#/message/createMessage */
function gotify(request) {
  const fault = (errorCode, error, errorDescription) => [
    errorCode,
    { error, errorCode, errorDescription },
  ];
  const key = request.headers['x-gotify-key'];
  if (key === undefined || key === 'wrong')
    return fault(
      401,
      'Unauthorized',
      'you need to provide a valid access token or user credentials to access this api',
    );
  const { message, title, extras } = json(request) ?? {};
  if (typeof message !== 'string' || message === '')
    return fault(400, 'Bad Request', 'Field message is required');
  const markup = extras?.['client::display']?.contentType === 'text/plain' ? undefined : 'markdown';
  return OK(
    { id: 1, appid: 1, message },
    `${title}\n${message}\n${extras?.['client::notification']?.click?.url ?? ''}${noted(markup)}`,
  );
}

/** https://developer.pagerduty.com/docs/events-api-v2-overview */
function pagerduty(request) {
  const invalid = (...errors) => [
    400,
    { status: 'invalid event', message: 'Event object is invalid', errors },
  ];
  const { routing_key, event_action, dedup_key = '', payload, links = [] } = json(request) ?? {};
  if (!/^[A-Za-z0-9]{32}$/.test(routing_key ?? '') || /^0+$/.test(routing_key))
    return invalid("'routing_key' is invalid");
  if (!['trigger', 'acknowledge', 'resolve'].includes(event_action))
    return invalid("'event_action' is invalid");
  if (dedup_key.length === 0 || dedup_key.length > 255)
    return invalid("'dedup_key' is longer than 255 characters");
  if (event_action === 'trigger') {
    if (!payload?.summary || payload.summary.length > 1024)
      return invalid("'payload.summary' is missing or blank");
    if (!payload.source || !['critical', 'error', 'warning', 'info'].includes(payload.severity))
      return invalid("'payload.severity' is invalid");
    if (Buffer.byteLength(request.body) > 512_000) return [413, ''];
  }
  const shown = [
    `${event_action} ${dedup_key}`,
    payload?.severity,
    payload?.summary,
    ...texts(links, 'href'),
  ]
    .filter(Boolean)
    .join('\n');
  return OK({ status: 'success', message: 'Event processed', dedup_key }, shown, 202);
}

/** https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml */
function alertmanager(request) {
  const alerts = json(request);
  if (!Array.isArray(alerts)) return [400, { code: 602, message: 'parsing alerts body failed' }];
  const labelled = alerts.every(
    (one) =>
      Object.keys(one.labels ?? {}).length > 0 &&
      Object.keys(one.labels).every((name) => /^[a-zA-Z_]\w*$/.test(name)),
  );
  const ordered = alerts.every(
    (one) => one.startsAt === undefined || one.endsAt === undefined || one.startsAt <= one.endsAt,
  );
  if (!labelled || !ordered)
    return [
      400,
      { code: 400, message: 'at least one label pair required, start must be before end' },
    ];
  const shown = alerts.map(
    (one) =>
      `${one.startsAt === undefined ? 'resolved' : 'firing'} ${JSON.stringify(one.labels)}\n${one.annotations.summary}\n${one.generatorURL ?? ''}`,
  );
  return OK('', shown.join('\n'));
}

/** https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md */
function cloudevents(request) {
  const structured = (request.headers['content-type'] ?? '').startsWith(
    'application/cloudevents+json',
  );
  const binary = Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      name.startsWith('ce-') ? [[name.slice(3), decodeURIComponent(value)]] : [],
    ),
  );
  const event = structured ? (json(request) ?? {}) : { ...binary, data: json(request) };
  if (
    event.specversion !== '1.0' ||
    !event.id ||
    !event.source ||
    !event.type ||
    event.data === undefined
  )
    return [400, 'not a CloudEvent'];
  return OK('', `${event.type} ${event.subject ?? ''}\n${event.data.text}\n${event.data.url}`, 204);
}

/** A receiver of one's own; examples/receiver-node verifies signatures. */
function webhook(request) {
  const { data } = json(request) ?? {};
  return data === undefined ? [400, 'not a message'] : OK('', `${data.text}\n${data.url}`, 204);
}

/** A receiver with a format of its own: it prints what a template writes, if that is JSON. */
function template(request) {
  const body = json(request);
  return body === undefined
    ? [400, 'not JSON']
    : OK('', Object.values(body).flatMap(shown).join('\n'), 204);
}

const shown = (value) =>
  Array.isArray(value)
    ? value.map((one) => (typeof one === 'object' ? Object.values(one).join(': ') : String(one)))
    : [String(value)];

/** By the first part of the path. */
export const SERVICES = {
  slack,
  teams,
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
  webhook,
};
