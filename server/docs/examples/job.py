import json
import os
import urllib.error
import urllib.parse
import urllib.request
import uuid
from datetime import datetime, timezone

SERVER = "https://desk.example"
token = None


class Refused(Exception):
    """An error of the API: `code` is for programs, the message for people."""

    def __init__(self, code, message, fields=None, **more):
        super().__init__(f"{code}: {message}")
        self.code, self.fields = code, fields or {}


def call(method, path, body=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(SERVER + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or "null")
    except urllib.error.HTTPError as refused:
        raise Refused(**json.load(refused)["error"]) from None


# Sign in. The token lasts 15 minutes; POST /api/auth/token/refresh gives the next one.
sign_in = {"email": os.environ["EMAIL"], "password": os.environ["PASSWORD"]}
token = call("POST", "/api/auth/token", sign_in)["token"]

# Find a customer, and open a ticket for them. Because you choose its id, a second try opens no second ticket.
customer = call("GET", "/api/customers?q=Jonas")["items"][0]["id"]
ticket = str(uuid.uuid4())
opened = {"id": ticket, "subject": "No heating", "body": "He called at 9:40.", "customerId": customer}
call("POST", "/api/tickets", opened)

# List the open tickets of this customer, answer, and resolve.
query = urllib.parse.urlencode({"statusType": "open", "customer": customer})
for row in call("GET", f"/api/tickets?{query}")["items"]:
    print(row["number"], row["subject"])
call("POST", f"/api/tickets/{ticket}/messages", {"body": "We are on our way."})
call("PUT", f"/api/tickets/{ticket}/status", {"status": "resolved"})

# An error says which field is wrong.
try:
    call("PUT", f"/api/tickets/{ticket}/status", {"status": "repaired"})
except Refused as refused:
    print("status:", refused.fields["status"])

# Read what happened.
for event in call("GET", f"/api/tickets/{ticket}/events")["items"]:
    print(datetime.fromtimestamp(event["at"] / 1000, timezone.utc).isoformat(), event["type"])
