import fc from 'fast-check';
import { KINDS } from '../../src/delivery/destination-kinds';
import { UnsayableMessage } from '../../src/delivery/format/kind';
import { noticeOf } from '../../src/delivery/format/notice';
import { render, TemplateError } from '../../src/delivery/format/template';

const { settings, open } = KINDS.template;
const given = (template: string, more: object = {}) => ({
  url: 'https://example.org/in',
  template,
  ...more,
});
/** The faults of a template, each as its text. */
const faults = (template: string, more: object = {}): string[] =>
  settings.safeParse(given(template, more)).error?.issues.map(({ message }) => message) ?? [];

const BODY = JSON.stringify({
  type: 'milestone.overdue',
  timestamp: '2026-03-08T00:00:00.000Z',
  data: {
    sequence: 4,
    hypothetical: false,
    agreement: 'pact',
    agreementTitle: 'Pact "A"',
    text: 'Pact: “Elections” is overdue.',
    translations: { uk: 'Pact: «Elections»: прострочено.' },
    url: 'https://pacta.example.org/',
    milestone: { id: 'pact/elections', title: 'Elections', dueOn: '2026-03-07', status: 'overdue' },
    who: [
      { id: 'a', name: 'A' },
      { id: 'b', name: 'B' },
    ],
    reason: 'A reason',
  },
});

const requestOf = (template: string, more: object = {}, body = BODY) => {
  const request = open(given(template, more)).request(noticeOf('msg_1', body, 'uk'));
  if (request.by !== 'http') throw new Error('no request of HTTP');
  return request;
};

describe('a template', () => {
  it('writes the body of a message from its values', () => {
    const template = `{
  "title": {{ agreement.title | json }},
  "body": {{ text | json }},
  "due": {{ milestone.dueOn | json }},
  "who": [{% for one in who %}{{ one.name | json }}{% unless forloop.last %},{% endunless %}{% endfor %}],
  "level": "{% if urgent %}high{% else %}low{% endif %}",
  "note": {{ note | json }}
}`;
    expect(faults(template)).toEqual([]);
    const { body, headers } = requestOf(template, { headers: { Authorization: 'Bearer t' } });
    expect(JSON.parse(body)).toEqual({
      title: 'Pact "A"',
      body: 'Pact: «Elections»: прострочено.',
      due: '2026-03-07',
      who: ['A', 'B'],
      level: 'high',
      note: null,
    });
    expect(headers).toEqual({ Authorization: 'Bearer t', 'content-type': 'application/json' });
  });

  it.each([
    ['{"a": {{ text | json }', 'line 1, column 7', 'output'],
    [
      '{\n  "a": {{ txet | json }}\n}',
      'line 2, column 11',
      'there is no "txet"; there is id, type,',
    ],
    [
      '{"a": {{ milestone.name | json }}}',
      'line 1, column 10',
      'there is no "name" of milestone; there is id, title, dueOn, status',
    ],
    [
      '{"a": {{ text.title | json }}}',
      'line 1, column 10',
      'there is no "title" of text; it has no parts',
    ],
    ['{"a": {{ who.name | json }}}', 'line 1, column 10', '"who" is a list'],
    ['{"a": {% for one in who %}{{ one.nmae | json }}{% endfor %}}', 'line 1', 'nmae'],
    ['{"a": {{ text | jsno }}}', 'line 1, column 7', 'undefined filter: jsno'],
    ['{"a": {% include "x" %}}', 'line 1, column 7', 'include'],
    ['{"a": {% render "x" %}}', 'line 1, column 7', 'render'],
    ['{"a": "{{ timestamp | date: "%d" }}"}', 'line 1, column 8', 'undefined filter: date'],
    ['{"a": {% if urgent %}1', 'line 1, column 7', 'if'],
    ['{"a": "{{ text }}"}', 'line 1, column 1', 'is not JSON; write values with the filter json'],
    ['{"a": {{ milestone.dueOn }}}', 'line 1, column 1', 'is not JSON'],
  ])('is refused with its place: %s', (template, where, what) => {
    const [first = '', ...others] = faults(template);
    expect(others).toEqual([]);
    expect(first).toContain(where);
    expect(first).toContain(what);
  });

  it('lists every unknown name', () => {
    expect(faults('{"a": {{ x | json }},\n"b": {{ y | json }}}')).toHaveLength(2);
  });

  it('need not be JSON where the content type says so', () => {
    const more = { contentType: 'text/plain; charset=utf-8' };
    expect(faults('{{ text }}', more)).toEqual([]);
    expect(requestOf('{{ text }} {{ url }}', more).body).toBe(
      'Pact: «Elections»: прострочено. https://pacta.example.org/',
    );
  });

  it.each([
    ['a long loop', '{% for i in (1..100000000) %}{{ text | json }}{% endfor %}'],
    ['nested loops', '{% for i in (1..90000) %}{% for j in (1..90000) %}{% endfor %}{% endfor %}'],
    ['much output', '{% for i in (1..20000) %}0123456789abcdefghij{% endfor %}'],
    [
      'a value that doubles',
      `{% assign a = text %}${'{% assign a = a | append: a %}'.repeat(60)}{{ a | json }}`,
    ],
  ])('is bounded: %s', (_, template) => {
    expect(faults(template)).toHaveLength(1);
  });

  it('reaches nothing but its values', () => {
    const reach = (name: string) => () => render(`{{ text.${name} }}`, { text: 'a' }, true);
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(reach(name)).toThrow(TemplateError);
    }
    expect(render('{{ constructor }}{{ process }}{{ global }}', {})).toBe('');
  });

  it('that fails for one message refuses that message only', () => {
    const template = '{"a": {% if sequence == 4 %}oops{% else %}1{% endif %}}';
    expect(faults(template)).toEqual([]);
    expect(() => requestOf(template)).toThrow(UnsayableMessage);
    expect(
      JSON.parse(requestOf(template, {}, BODY.replace('"sequence":4', '"sequence":5')).body),
    ).toEqual({
      a: 1,
    });
  });

  it('writes valid JSON with the filter json, whatever texts hold', () => {
    const template =
      '{"a": {{ text | json }}, "b": {{ reason | json }}, "c": {{ details | json }}}';
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const message = JSON.parse(BODY) as { data: object };
        const body = JSON.stringify({ ...message, data: { ...message.data, reason: text } });
        expect(JSON.parse(requestOf(template, {}, body).body)).toHaveProperty('b', text);
      }),
    );
  });

  it.each(['Host', 'content-length', 'Content-Type', 'webhook-signature', 'bad name', 'x\r\ny'])(
    'refuses the header %j',
    (name) => {
      expect(faults('{}', { headers: { [name]: 'x' } })).toHaveLength(1);
    },
  );

  it('refuses line breaks in the value of a header', () => {
    expect(faults('{}', { headers: { 'x-a': 'b\r\nx-c: d' } })).toHaveLength(1);
  });
});
