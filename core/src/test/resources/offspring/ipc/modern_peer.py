# An independent peer that speaks the authentication of CPython 3.12 and later, written from its description and not with
# multiprocessing.connection: modern_peer.py listen|connect unix|tcp ADDRESS KEY DIGEST
# It proves and asks with DIGEST, then echoes messages until "end".
import hmac, os, socket, struct, sys

role, family, address, key, digest = sys.argv[1:6]
key = key.encode()
ALLOWED = ["md5", "sha256", "sha384", "sha3_256", "sha3_384"]


def send(s, message):
    s.sendall(struct.pack("!i", len(message)) + message)


def exactly(s, n):
    data = b""
    while len(data) < n:
        more = s.recv(n - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def receive(s):
    n = struct.unpack("!i", exactly(s, 4))[0]
    if n == -1:
        n = struct.unpack("!Q", exactly(s, 8))[0]
    return exactly(s, n)


def ask(s):
    question = b"{" + digest.encode() + b"}" + os.urandom(40)
    send(s, b"#CHALLENGE#" + question)
    answer = receive(s)
    if not answer.startswith(b"{"):
        send(s, b"#FAILURE#")
        sys.exit("no digest named: %r" % answer)
    name, proof = answer[1:].split(b"}", 1)
    expected = hmac.new(key, question, name.decode()).digest()
    print("asked", name.decode())
    if name.decode() not in ALLOWED or not hmac.compare_digest(expected, proof):
        send(s, b"#FAILURE#")
        sys.exit("refused")
    send(s, b"#WELCOME#")


def answer(s):
    message = receive(s)
    assert message.startswith(b"#CHALLENGE#"), message
    question = message[len(b"#CHALLENGE#"):]
    assert len(question) > 20 and question.startswith(b"{sha256}") or role == "connect", question
    name = question[1:].split(b"}", 1)[0].decode()
    print("asks", name, len(question))
    proof = hmac.new(key, question, digest).digest()
    send(s, b"{" + digest.encode() + b"}" + proof)
    if receive(s) != b"#WELCOME#":
        sys.exit("rejected")


def place():
    return address if family == "unix" else (address.rsplit(":", 1)[0], int(address.rsplit(":", 1)[1]))


s = socket.socket(socket.AF_UNIX if family == "unix" else socket.AF_INET)
if role == "listen":
    s.bind(place())
    s.listen()
    print("listens", s.getsockname()[1] if family == "tcp" else address)
    s = s.accept()[0]
    ask(s)
    answer(s)
else:
    s.connect(place())
    answer(s)
    ask(s)
print("welcome")
while True:
    message = receive(s)
    if message == b"end":
        break
    send(s, message)
