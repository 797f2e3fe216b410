# Prints each message of a ticket as it comes, and answers those of the customer.
# Engine.IO 4 and Socket.IO 5 over long polling, with nothing but the standard library of Python 3.
import http.client
import json
import os
import time
import urllib.error
import urllib.request
import uuid

SERVER = "https://desk.example"
TICKET = os.environ["TICKET"]


class Refused(Exception):
    """An error of the API; `code` is for programs."""

    def __init__(self, error):
        super().__init__(f"{error['code']}: {error['message']}")
        self.code = error["code"]


def request(method, path, data, headers):
    sent = urllib.request.Request(SERVER + path, data and data.encode(), headers, method=method)
    with urllib.request.urlopen(sent, timeout=60) as answer:
        return answer.read().decode()


def call(method, path, body=None, token=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    try:
        return json.loads(request(method, path, body and json.dumps(body), headers) or "null")
    except urllib.error.HTTPError as refused:
        raise Refused(json.load(refused)["error"]) from None


def sign_in():
    credentials = {"email": os.environ["EMAIL"], "password": os.environ["PASSWORD"]}
    return call("POST", "/api/auth/token", credentials)["token"]


class Socket:
    def __init__(self, token):
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "text/plain;charset=UTF-8"}
        self.path = "/socket.io/?EIO=4&transport=polling"
        opened = self.receive()[0]
        self.path += "&sid=" + json.loads(opened[1:])["sid"]
        self.acks = 0
        self.send("40")

    def receive(self):
        """The next packets. The server keeps the request open until there are some."""
        return request("GET", self.path, None, self.headers).split("\x1e")

    def send(self, packet):
        request("POST", self.path, packet, self.headers)

    def emit(self, name, value):
        self.acks += 1
        self.send(f"42{self.acks}{json.dumps([name, value])}")

    def events(self):
        """What the server emits, each as a name and a value, until the connection ends."""
        while True:
            for packet in self.receive():
                kind, content = packet[:2], packet[2:]
                if packet == "2":
                    self.send("3")
                elif kind == "40":
                    yield "connect", None
                elif kind == "42":
                    yield tuple(json.loads(content))
                elif kind == "43":
                    answer = json.loads(content[content.index("["):])[0]
                    if not answer["ok"]:
                        raise Refused(answer["error"])
                elif kind == "44":
                    raise Refused(json.loads(content)["data"]["error"])
                elif packet == "1" or kind == "41":
                    return


class Conversation:
    def __init__(self, token):
        self.token = token
        self.start()

    def start(self):
        snapshot = call("GET", "/api/snapshot", token=self.token)
        self.place = {name: snapshot[name] for name in ("cursor", "epoch", "listsAt")}
        # The id of the last event that was applied: at first the newest one.
        self.last = call("GET", f"/api/tickets/{TICKET}/events", token=self.token)["position"]

    def follow(self, socket):
        held = []
        for name, value in socket.events():
            if name == "connect":
                watching = [{"ticketId": TICKET, "after": self.last}]
                socket.emit("sync", {**self.place, "watching": watching})
            elif name == "facts" and held is not None:
                held.append(value)
            elif name == "facts":
                self.apply(value)
            elif name == "caught-up":
                for facts in [value, *held]:
                    self.apply(facts)
                held = None
                print("live", flush=True)
            elif name == "resync":
                self.start()
                return

    def apply(self, facts):
        for event in facts["events"]:
            # The same event may come twice; one that is not newer was applied before.
            if event["ticketId"] == TICKET and event["id"] > self.last:
                if event["type"] == "message.sent":
                    self.show(event["message"])
                self.last = event["id"]
        self.place.update({name: facts[name] for name in ("cursor", "listsAt") if name in facts})

    def show(self, message):
        author = message["author"]
        if author["kind"] == "customer":
            # An id that follows from the message: a second try sends no second answer.
            answer = {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, message["id"])), "body": f"We read: {message['body']}"}
            call("POST", f"/api/tickets/{TICKET}/messages", answer, self.token)
        print(message["seq"], f"{author['name']}:", message["body"], flush=True)


conversation = Conversation(sign_in())
while True:
    try:
        conversation.follow(Socket(conversation.token))
    except Refused as refused:
        if refused.code not in ("token_expired", "signed_out"):
            raise
        conversation.token = sign_in()
    except (OSError, http.client.HTTPException):
        pass
    # The connection ended. The next `sync` brings what was missed.
    time.sleep(1)
