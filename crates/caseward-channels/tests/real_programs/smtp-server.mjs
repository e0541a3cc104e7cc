// A mail server for the tests of letters: the one that the browser tests use too. It says its port and keeps each letter as a file.
//
//   node smtp-server.mjs FOLDER tls|plain|starttls|no-starttls
//
// What it does with a letter stands before the @ of the address: later, never, hang and cut; anything else it takes.

import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, encryption] = process.argv.slice(2);
const require = createRequire(new URL("../../../../e2e/package.json", import.meta.url));
const { SMTPServer } = require("smtp-server");
const { generate } = require("selfsigned");

const authority = await generate([{ name: "commonName", value: "An authority of the tests" }], {
  keyType: "ec",
  algorithm: "sha256",
  extensions: [
    { name: "basicConstraints", cA: true, critical: true },
    { name: "keyUsage", keyCertSign: true, critical: true },
  ],
});
const certificate = await generate([{ name: "commonName", value: "localhost" }], {
  keyType: "ec",
  algorithm: "sha256",
  ca: { key: authority.private, cert: authority.cert },
  extensions: [
    { name: "basicConstraints", cA: false, critical: true },
    { name: "extKeyUsage", serverAuth: true },
    { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
  ],
});
writeFileSync(join(folder, "authority.pem"), authority.cert);
const refuse = (code, text) => Object.assign(new Error(text), { responseCode: code });
const disabled = encryption === "plain" || encryption === "no-starttls" ? ["STARTTLS"] : [];
let taken = 0;

const server = new SMTPServer({
  key: certificate.private,
  cert: certificate.cert,
  secure: encryption === "tls",
  disabledCommands: encryption === "plain" ? [...disabled, "AUTH"] : disabled,
  allowInsecureAuth: false,
  authMethods: ["PLAIN", "LOGIN"],
  logger: false,
  onAuth(auth, session, done) {
    const known = auth.username === "office" && auth.password === "only for this test" && session.secure;
    done(known ? null : refuse(535, "no such account"), { user: auth.username });
  },
  onRcptTo(address, _session, done) {
    if (address.address.startsWith("later@")) done(refuse(450, "not now"));
    else if (address.address.startsWith("never@")) done(refuse(550, "not here"));
    else done();
  },
  onData(stream, session, done) {
    const pieces = [];
    stream.on("data", (piece) => pieces.push(piece));
    stream.on("end", () => {
      taken += 1;
      writeFileSync(join(folder, `${taken}.eml`), Buffer.concat(pieces));
      const { mailFrom, rcptTo } = session.envelope;
      const envelope = { from: mailFrom.address, to: rcptTo.map((it) => it.address), secure: session.secure };
      writeFileSync(join(folder, `${taken}.json`), JSON.stringify(envelope));
      if (envelope.to[0].startsWith("hang@")) return;
      if (envelope.to[0].startsWith("cut@")) process.exit(0);
      done();
    });
  },
});
server.on("error", () => {}); // a client that doesn't trust it breaks off
const listening = server.listen(0, "127.0.0.1", () => console.log(listening.address().port));
