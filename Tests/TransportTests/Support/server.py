"""A server with TLS on loopback that speaks HTTP/2 and HTTP/1.1 by hand, for the tests.

usage: server.py CERTIFICATE KEY PROTOCOL...

Prints its port. Answers each request with how it came: protocol, connection, stream and body.
Ends when nobody listens to its standard output any more.
"""

import select
import socket
import ssl
import struct
import sys
import threading

connections = 0


def exactly(stream, count):
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def speak_2(stream, number):
    exactly(stream, 24)
    stream.write(frame(4, 0, 0))
    stream.flush()
    bodies = {}
    while True:
        head = exactly(stream, 9)
        size, kind, flags = int.from_bytes(head[:3], "big"), head[3], head[4]
        at = int.from_bytes(head[5:], "big") & 0x7FFFFFFF
        payload = exactly(stream, size)
        if kind == 4 and not flags & 1:
            stream.write(frame(4, 1, 0))
        elif kind == 6 and not flags & 1:
            stream.write(frame(6, 1, 0, payload))
        elif kind == 0:
            bodies[at] = bodies.get(at, b"") + payload
            if payload:
                grant = struct.pack(">I", len(payload))
                stream.write(frame(8, 0, 0, grant) + frame(8, 0, at, grant))
        if kind in (0, 1) and flags & 1:
            body = b"h2 %d %d %s" % (number, at, bodies.pop(at, b"")[:64])
            # 0x88: ":status: 200" of the static table.
            stream.write(frame(1, 4, at, b"\x88") + frame(0, 1, at, body))
        stream.flush()


def speak_1(stream, number):
    turn = 0
    while True:
        count = 0
        if not stream.readline():
            return
        while (line := stream.readline().strip()) != b"":
            if line.lower().startswith(b"content-length:"):
                count = int(line.split(b":")[1])
        turn += 1
        body = b"h1 %d %d %s" % (number, turn, exactly(stream, count)[:64])
        stream.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        stream.flush()


def serve(raw, context, number):
    try:
        with context.wrap_socket(raw, server_side=True) as secured:
            stream = secured.makefile("rwb")
            (speak_2 if secured.selected_alpn_protocol() == "h2" else speak_1)(stream, number)
    except (OSError, EOFError):
        pass


def main():
    global connections
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    context.set_alpn_protocols(sys.argv[3:])
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    print(listener.getsockname()[1], flush=True)

    def accept():
        global connections
        while True:
            raw, _ = listener.accept()
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connections += 1
            threading.Thread(target=serve, args=(raw, context, connections), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    listeners = select.poll()
    listeners.register(1, 0)
    listeners.poll()


main()
