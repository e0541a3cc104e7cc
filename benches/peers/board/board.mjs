// Sends the frames that Caseward's board made to as many clients by `ws` and by socket.io: the same bytes, to the same people, with
// nothing asked, decided or written down for any of them. The clients are in this process and read JSON; the server is in another.
//
//   node board.mjs FOLDER       where benches/peers/run has put frames.json

import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { Server } from "socket.io";
import { io } from "socket.io-client";
import WebSocket, { WebSocketServer } from "ws";

const COLD = 10;
const now = () => Number(process.hrtime.bigint()) / 1e6;
const [, , folder, role, kind] = process.argv;
const { ours, updates } = JSON.parse(readFileSync(join(folder, "frames.json"), "utf8"));
const people = updates[0].length;

/** The server: whoever comes gets the first frame, and everybody theirs of each change. */
function serve() {
  const sends = [];
  const http = createServer();
  const come = (no, send) => {
    sends[no] = send;
    send(updates[0][no]);
  };
  if (kind === "ws") {
    const server = new WebSocketServer({ server: http, perMessageDeflate: false });
    server.on("connection", (socket, request) => come(Number(request.url.slice(1)), (text) => socket.send(text)));
  } else {
    const server = new Server(http, { transports: ["websocket"] });
    server.on("connection", (socket) => come(Number(socket.handshake.query.no), (text) => socket.emit("board", text)));
  }
  process.on("message", (round) => {
    process.send({ begun: now() });
    sends.forEach((send, no) => send(updates[round][no]));
  });
  http.listen(0, "127.0.0.1", () => process.send({ port: http.address().port }));
}

function connect(port, no, told) {
  if (kindOf === "ws") {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/${no}`, { perMessageDeflate: false });
    socket.on("message", (data) => told(no, JSON.parse(String(data))));
    return () => socket.terminate();
  }
  const socket = io(`http://127.0.0.1:${port}`, { transports: ["websocket"], forceNew: true, query: { no } });
  socket.on("board", (text) => told(no, JSON.parse(text)));
  return () => socket.disconnect();
}

let kindOf = "";

async function measure(which) {
  kindOf = which;
  const server = fork(fileURLToPath(import.meta.url), [folder, "serve", which]);
  let hear = null;
  const heard = () => new Promise((resolve) => (hear = resolve));
  server.on("message", (it) => hear(it));
  const { port } = await heard();
  let waits = 0;
  let done = null;
  const all = () =>
    new Promise((resolve) => {
      waits = people;
      done = resolve;
    });
  const told = () => (waits -= 1) === 0 && done(now());
  const cold = [];
  let closers = [];
  for (let round = 0; round < COLD; round += 1) {
    closers.forEach((close) => close());
    const begun = now();
    const seen = all();
    closers = Array.from({ length: people }, (_, no) => connect(port, no, told));
    cold.push((await seen) - begun);
  }
  const update = [];
  for (let round = 0; round < updates.length; round += 1) {
    const [seen, began] = [all(), heard()];
    server.send(round);
    const { begun } = await began;
    update.push((await seen) - begun);
  }
  closers.forEach((close) => close());
  server.kill();
  return { cold: pair(cold), update: pair(update) };
}

function pair(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(Math.floor((sorted.length * share) / 100), sorted.length - 1)];
  return [at(50), at(99)];
}

const shown = ([p50, p99]) => `p50 ${p50.toFixed(2)} ms  p99 ${p99.toFixed(2)} ms`;
const times = (theirs, mine) => mine.map((it, place) => `${(theirs[place] / it).toFixed(2)}x`).join(" / ");

if (role === "serve") {
  serve();
} else {
  console.log(`${people} people, ${updates.length} changes, the same bytes; ratios say how many times as long as Caseward they take (p50 / p99)`);
  console.log(`Caseward, decided and on the disk for each   come anew ${shown(ours.cold)}   a change ${shown(ours.update)}`);
  for (const which of ["ws", "socket.io"]) {
    const { cold, update } = await measure(which);
    console.log(`${which.padEnd(43)}  come anew ${shown(cold)} (${times(cold, ours.cold)})   a change ${shown(update)} (${times(update, ours.update)})`);
  }
  process.exit(0);
}
