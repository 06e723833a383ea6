// A mail server for trials: it accepts mail for everybody but nobody@…, and hands it over. No TLS, no login.
import { createServer } from 'node:net';

/** A mail as it came: the envelope and the bytes of DATA without the dots that SMTP adds. */
export function startMailbox(port, receive) {
  const server = createServer((socket) => {
    let mail = { from: '', to: [] };
    let data;
    let rest = '';
    const reply = (line) => socket.write(`${line}\r\n`);
    reply('220 receivers.example ESMTP');
    socket.setEncoding('latin1');
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      rest += chunk;
      for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
        const raw = rest.slice(0, end + 1);
        rest = rest.slice(end + 1);
        if (!raw.endsWith('\r\n'))
          return void socket.end('500 5.5.2 A line ends with CR and LF\r\n');
        take(raw.slice(0, -2));
      }
    });

    function take(line) {
      if (data !== undefined) return content(line);
      const verb = line.split(' ')[0].toUpperCase();
      if (verb === 'EHLO' || verb === 'HELO')
        return reply(
          '250-receivers.example\r\n250-SIZE 10485760\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES',
        );
      if (verb === 'QUIT') return void socket.end('221 2.0.0 Bye\r\n');
      if (verb === 'RSET' || verb === 'NOOP') return reply('250 2.0.0 Ok');
      const address = /^(MAIL FROM|RCPT TO):<([^>]*)>/i.exec(line);
      if (verb === 'MAIL' && address !== null) {
        mail = { from: address[2], to: [] };
        return reply('250 2.1.0 Ok');
      }
      if (verb === 'RCPT' && address !== null) {
        if (address[2].startsWith('nobody@')) return reply('550 5.1.1 No such user here');
        mail.to.push(address[2]);
        return reply('250 2.1.5 Ok');
      }
      if (verb !== 'DATA') return reply('502 5.5.1 Unknown command');
      if (mail.to.length === 0) return reply('503 5.5.1 RCPT first');
      data = [];
      reply('354 End with a dot on a line of its own');
    }

    function content(line) {
      if (line.length > 998) {
        data = undefined;
        return reply('554 5.6.0 A line is longer than 998 characters');
      }
      if (line !== '.') return void data.push(line.startsWith('.') ? line.slice(1) : line);
      receive({ ...mail, ...parsed(data.join('\r\n')) });
      data = undefined;
      reply('250 2.0.0 Ok: queued');
    }
  });
  return new Promise((settle) => server.listen(port, '127.0.0.1', () => settle(server)));
}

/** The headers by lower-case name, decoded, and the first text of the mail. */
function parsed(raw) {
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const headers = headersOf(head);
  return { headers, text: textOf(headers, body.join('\r\n\r\n')), raw };
}

function headersOf(head) {
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at).toLowerCase(), decodedWords(line.slice(at + 1).trim())];
    }),
  );
}

/** RFC 2047: =?utf-8?B?…?= and =?utf-8?Q?…?= */
function decodedWords(text) {
  const joined = text.replace(/\?=\s+=\?/g, '?==?');
  return joined.replace(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_whole, form, word) =>
    form.toUpperCase() === 'B'
      ? Buffer.from(word, 'base64').toString('utf8')
      : quotedPrintable(word.replaceAll('_', ' ')),
  );
}

function quotedPrintable(text) {
  const bytes = text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_whole, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function textOf(headers, body) {
  const boundary = /boundary="?([^";]+)"?/.exec(headers['content-type'] ?? '')?.[1];
  if (boundary !== undefined) {
    const part = body.split(`--${boundary}`)[1] ?? '';
    const [head = '', ...rest] = part.trimStart().split('\r\n\r\n');
    return textOf(headersOf(head), rest.join('\r\n\r\n'));
  }
  const coding = (headers['content-transfer-encoding'] ?? '').toLowerCase();
  if (coding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (coding === 'quoted-printable') return quotedPrintable(body);
  return Buffer.from(body, 'latin1').toString('utf8');
}
