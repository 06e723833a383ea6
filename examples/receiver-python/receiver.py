#!/usr/bin/env python3
"""A receiver of Pacta's webhooks that needs the standard library only.

It verifies the signature, answers at once, passes over what it has seen, prints each message with its sentence,
and keeps every agreement's messages in their order: GET shows them.

    PACTA_WEBHOOK_SECRET=whsec_... python3 receiver.py [port]
"""

import base64
import bisect
import hashlib
import hmac
import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE_SECONDS = 5 * 60
BODY_BYTES = 5_000_000
PREFIX = "whsec_"


def key_of(secret):
    if not secret.startswith(PREFIX):
        sys.exit("Set PACTA_WEBHOOK_SECRET to the secret shown when the webhook was created (whsec_...).")
    return base64.b64decode(secret[len(PREFIX) :])


def fault(key, headers, body):
    """Why a request is not to be believed; None when it is."""
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    message_id, timestamp, signatures = (headers.get(name) for name in names)
    if not (message_id and timestamp and signatures):
        return "a Standard Webhooks header is missing"
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        return "the timestamp is too old, too new, or none"
    # The signature is over the bytes that came, before anybody parses them.
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    if any(hmac.compare_digest(part.encode(), expected.encode()) for part in signatures.split(" ")):
        return None
    return "no signature matches"


class Book:
    """What has come. A real receiver keeps this in its database."""

    def __init__(self):
        self.lock = threading.Lock()
        self.seen = set()
        self.agreements = {}

    def take(self, message_id, message):
        """What to print of it. Delivery is at least once: the same id may come again."""
        kind, data = message["type"], message["data"]
        with self.lock:
            if message_id in self.seen:
                return f"{message_id}  again, passed over"
            self.seen.add(message_id)
            if "agreement" in data:
                self.place(kind, data)
        about = (data.get("milestone") or {}).get("id") or data.get("agreement") or data.get("endpoint") or ""
        mark = "  (hypothetical)" if data["hypothetical"] else ""
        # The sentence, where the message has one: those of older releases have none.
        text = f"\n    {data['text']}" if "text" in data else ""
        return f"{message_id}  {message['timestamp']}  #{data['sequence']}  {kind}  {about}{mark}{text}"

    def place(self, kind, data):
        """Puts it where it belongs. Sequences have gaps and are never awaited."""
        milestone = (data.get("milestone") or {}).get("id")
        entry = {"sequence": data["sequence"], "type": kind, "milestone": milestone}
        bisect.insort(
            self.agreements.setdefault(data["agreement"], []), entry, key=lambda one: one["sequence"]
        )


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    key = b""
    book = Book()

    def do_POST(self):
        length = int(self.headers.get("content-length") or 0)
        if length > BODY_BYTES:
            return self.answer(413, "too large\n")
        body = self.rfile.read(length)
        why = fault(self.key, self.headers, body)
        if why is not None:
            print(f"refused: {why}", flush=True)
            return self.answer(400, f"{why}\n")
        print(self.book.take(self.headers["webhook-id"], json.loads(body)), flush=True)
        return self.answer(204, "")

    def do_GET(self):
        with self.book.lock:
            self.answer(200, json.dumps(self.book.agreements), "application/json")

    def answer(self, status, text, kind="text/plain"):
        self.send_response(status)
        self.send_header("content-type", kind)
        if status != 204:
            self.send_header("content-length", str(len(text.encode())))
        self.end_headers()
        if status != 204:
            self.wfile.write(text.encode())

    def log_message(self, *_):
        """One line per message is enough."""


def main():
    Handler.key = key_of(os.environ.get("PACTA_WEBHOOK_SECRET", ""))
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 4011
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    print(f"Listening on http://127.0.0.1:{server.server_port}/", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
