"""Opens files with Django, guardian and auditlog, on a PostgreSQL database of its own that is gone
afterwards: makes the tables, fills in invented clients, serves on loopback with four gunicorn workers.

  bench.py --postgres URL [--clients N] [--seconds N] [--rounds N]    measures with wrk
  bench.py --postgres URL [--clients N] --serve                       serves until its standard input ends

With --serve it prints one line of JSON once it answers: "address", "session" (for the header
`Authorization: Bearer …`) and "ids" (a file with one client id in each line, for
`GET /api/v1/clients/{id}`). Measuring prints such a line for each turn, and medians at the end.
"""

import argparse
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from pathlib import Path

import psycopg

HERE = Path(__file__).resolve().parent
KINDS = ["identity", "contact", "location", "demographics", "household", "housing", "income", "health", "services",
         "notes", "domestic_violence"]
ASK = """
local ids = {}
local headers = {}
function init(args)
  for line in io.lines(args[1]) do ids[#ids + 1] = line end
  headers["Authorization"] = "Bearer " .. args[2]
  math.randomseed(os.time())
end
function request()
  return wrk.format("GET", "/api/v1/clients/" .. ids[math.random(#ids)], headers)
end
function done(summary, latency)
  local e = summary.errors
  local failed = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format("figures %d %d %d %d %d\\n", summary.requests, summary.duration, failed,
    latency:percentile(50), latency:percentile(99)))
end
"""


def fill(clients, ids_file):
    """Makes tables, clients and a worker who may see them all; gives the worker's session."""
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.auth.models import Permission
    from django.contrib.contenttypes.models import ContentType
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from guardian.models import UserObjectPermission

    from office.models import Client, Section

    call_command("migrate", run_syncdb=True, verbosity=0)
    worker = get_user_model().objects.create_user("worker")
    sort = ContentType.objects.get_for_model(Client)
    may = Permission.objects.get(content_type=sort, codename="view_client")
    text = "An invented note about nobody. "
    text = (text * 7)[:190]
    with open(ids_file, "w", encoding="utf-8") as ids:
        for start in range(0, clients, 2000):
            some = [Client(id=uuid.uuid4()) for _ in range(min(2000, clients - start))]
            Client.objects.bulk_create(some)
            Section.objects.bulk_create(
                [Section(client=client, kind=kind, text=text) for client in some for kind in KINDS], batch_size=4000)
            UserObjectPermission.objects.bulk_create(
                [UserObjectPermission(user=worker, permission=may, content_type=sort, object_pk=str(client.id))
                 for client in some])
            ids.writelines(f"{client.id}\n" for client in some)
    session = SessionStore()
    session[SESSION_KEY] = str(worker.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = worker.get_session_auth_hash()
    session.create()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.close()
    return session.session_key


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(address, first, session):
    """Waits until it answers, and looks at the answer: eleven opened sections."""
    for _ in range(200):
        try:
            request = urllib.request.Request(
                f"http://{address}/api/v1/clients/{first}", headers={"Authorization": f"Bearer {session}"})
            with urllib.request.urlopen(request) as answer:
                body = json.load(answer)
            sections = body["sections"]
            assert len(sections) == len(KINDS) and all(len(section["text"]) == 190 for section in sections), body
            return
        except (ConnectionError, urllib.error.URLError) as error:
            if isinstance(error, urllib.error.HTTPError):
                raise
            time.sleep(0.1)
    sys.exit("gunicorn doesn't answer")


def ask(folder, address, ids, session, connections, seconds):
    script = folder / "ask.lua"
    script.write_text(ASK)
    said = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", script, f"http://{address}/", "--", ids, session],
        check=True, capture_output=True, text=True).stdout
    figures = next(line for line in said.splitlines() if line.startswith("figures "))
    requests, microseconds, failed, p50, p99 = map(int, figures.split()[1:])
    if failed:
        sys.exit(f"{failed} of {requests} requests failed")
    return {"connections": connections, "per_second": round(requests * 1e6 / microseconds, 1),
            "p50_ms": p50 / 1e3, "p99_ms": p99 / 1e3}


def measure(folder, address, ids, session, orders):
    turns = []
    for _ in range(orders.rounds):
        for connections in (1, 16):
            turn = ask(folder, address, ids, session, connections, orders.seconds)
            turns.append(turn)
            print(json.dumps(turn), flush=True)
    for connections in (1, 16):
        own = [turn for turn in turns if turn["connections"] == connections]
        middle = {name: statistics.median(turn[name] for turn in own) for name in ("per_second", "p50_ms", "p99_ms")}
        print(f"{connections:>2} connections: {middle['per_second']:.0f} answers/s, p50 {middle['p50_ms']:.1f} ms, "
              f"p99 {middle['p99_ms']:.1f} ms (medians of {orders.rounds})")


def served(folder, orders):
    """Fills, serves and measures, or serves until standard input ends."""
    ids = folder / "ids"
    began = time.monotonic()
    session = fill(orders.clients, ids)
    print(f"{orders.clients} clients in {time.monotonic() - began:.0f} s", file=sys.stderr)
    address = f"127.0.0.1:{free_port()}"
    gunicorn = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-w", "4", "-b", address, "--log-level", "warning", "office.wsgi"],
        cwd=HERE, stdin=subprocess.DEVNULL)
    try:
        with open(ids, encoding="utf-8") as file:
            wait_for(address, file.readline().strip(), session)
        if orders.serve:
            print(json.dumps({"address": address, "session": session, "ids": str(ids)}), flush=True)
            sys.stdin.read()
        else:
            measure(folder, address, ids, session, orders)
    finally:
        gunicorn.terminate()
        gunicorn.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgres", required=True, metavar="URL", help="a role's address, which may make databases")
    parser.add_argument("--clients", type=int, default=20_000)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--serve", action="store_true")
    orders = parser.parse_args()
    name = f"caseward_bench_django_{secrets.token_hex(4)}"
    os.environ["PEERS_DATABASE"] = orders.postgres.rsplit("/", 1)[0] + "/" + name
    os.environ["DJANGO_SETTINGS_MODULE"] = "office.settings"
    sys.path.insert(0, str(HERE))
    with psycopg.connect(orders.postgres, autocommit=True) as around:
        around.execute(f"CREATE DATABASE {name}")
        try:
            with tempfile.TemporaryDirectory() as folder:
                served(Path(folder), orders)
        finally:
            around.execute(f"DROP DATABASE {name} WITH (FORCE)")


if __name__ == "__main__":
    main()
