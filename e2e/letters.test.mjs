// Letters by mail: they go to a real mail server, over TLS it can prove, and say nothing about anybody.
// NASW-l, RE-7. No browser is needed; the mail server and the authority that vouches for it are made here.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { generate } from "selfsigned";
import { SMTPServer } from "smtp-server";

import { BINARY, clientNames, namedIn, openOffice } from "./office.mjs";

const ACCOUNT = { user: "office", password: "only for this test" };
let folder;
let certificate;

/** Runs the program, and tells how it ended and what it said. */
function say(...words) {
  const env = { ...process.env, CASEWARD_PASSPHRASE_FILE: join(folder, "passphrase") };
  const program = spawn(BINARY, [...words, "--data", join(folder, "office")], { env, stdio: ["ignore", "pipe", "pipe"] });
  let told = "";
  program.stdout.on("data", (piece) => (told += piece));
  program.stderr.on("data", (piece) => (told += piece));
  return new Promise((resolve, reject) => {
    program.on("error", reject);
    program.on("exit", (code) => resolve({ code, told }));
  });
}

/** A mail server on this machine that keeps what it takes, and how to stop it. */
function mailServer(answers = {}) {
  const taken = [];
  const refuse = (code, text) => Object.assign(new Error(text), { responseCode: code });
  const server = new SMTPServer({
    key: certificate.private,
    cert: certificate.cert,
    authMethods: ["PLAIN", "LOGIN"],
    logger: false,
    onAuth(auth, session, done) {
      const known = auth.username === ACCOUNT.user && auth.password === ACCOUNT.password;
      done(known && session.secure ? null : refuse(535, "no such account"), { user: auth.username });
    },
    onRcptTo(address, _session, done) {
      done(answers.recipient ? refuse(answers.recipient, "not here") : null);
    },
    onData(stream, session, done) {
      let text = "";
      stream.on("data", (piece) => (text += piece));
      stream.on("end", () => {
        taken.push({ to: session.envelope.rcptTo.map((it) => it.address), text, secure: session.secure });
        done();
      });
    },
  });
  server.on("error", () => {}); // a client that doesn't trust it breaks off
  return new Promise((resolve) => {
    const listening = server.listen(0, "127.0.0.1", () => {
      resolve({ port: listening.address().port, taken, close: () => new Promise((end) => server.close(end)) });
    });
  });
}

function trying(port, ...more) {
  const account = ["--mail-user", ACCOUNT.user, "--mail-password-file", join(folder, "password")];
  const server = ["--mail", `smtp://localhost:${port}`, "--mail-from", "caseward@office.example"];
  return say("mail", "try", "dana", ...server, ...account, ...more);
}

const trusting = () => ["--mail-ca", join(folder, "authority.pem")];

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "caseward-letters-"));
  const authority = await generate([{ name: "commonName", value: "An authority of the tests" }], {
    keySize: 2048,
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, critical: true },
    ],
  });
  certificate = await generate([{ name: "commonName", value: "localhost" }], {
    keySize: 2048,
    algorithm: "sha256",
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
    ],
  });
  writeFileSync(join(folder, "authority.pem"), authority.cert);
  writeFileSync(join(folder, "passphrase"), "a long passphrase for letters\n");
  writeFileSync(join(folder, "password"), `${ACCOUNT.password}\n`);
  assert.equal((await say("init")).code, 0);
  const taken = await say(
    "user", "add", "dana", "--name", "Dana Whitfield", "--role", "caseworker", "--email", "dana@office.example",
  );
  assert.equal(taken.code, 0, taken.told);
});
after(() => rmSync(folder, { recursive: true, force: true }));

test("nasw_l_a_letter_goes_to_the_offices_mail_server_over_tls_and_names_nobody", async () => {
  const server = await mailServer();
  const { code, told } = await trying(server.port, ...trusting());
  await server.close();
  assert.equal(code, 0, told);
  assert.equal(server.taken.length, 1);
  const [{ to, text, secure }] = server.taken;
  assert.deepEqual(to, ["dana@office.example"]);
  assert.ok(secure);
  assert.match(text, /^Auto-Submitted: auto-generated\r$/m);
  assert.match(text, /^From: "?Caseward"? <caseward@office\.example>\r$/m);
  assert.ok(!/Whitfield/.test(text), text);
  assert.ok(!/Received|X-Mailer|User-Agent/i.test(text), "the machine says nothing of itself");
});

test("nasw_l_a_mail_server_that_nobody_vouches_for_gets_neither_letter_nor_password", async () => {
  const server = await mailServer();
  // Without the authority's certificate nothing but this machine itself may be spoken to in the clear, and the
  // account's password is never said there.
  const { code, told } = await say(
    "mail", "try", "dana", "--mail", `smtps://localhost:${server.port}`, "--mail-from", "caseward@office.example",
  );
  await server.close();
  assert.equal(code, 1, told);
  assert.match(told, /certificate isn't trusted/);
  assert.deepEqual(server.taken, []);
});

test("what_a_mail_server_answers_is_told_in_words_and_what_to_do", async () => {
  const refusing = await mailServer({ recipient: 550 });
  const refused = await trying(refusing.port, ...trusting());
  await refusing.close();
  assert.equal(refused.code, 1);
  assert.match(refused.told, /refused it/);

  const busy = await mailServer({ recipient: 451 });
  const later = await trying(busy.port, ...trusting());
  await busy.close();
  assert.equal(later.code, 1);
  assert.match(later.told, /not now/);

  const list = await say("mail", "list");
  assert.equal(list.code, 0);
  assert.match(list.told, /given_up .*refused/);
  assert.match(list.told, /waiting .*not_now/);
  assert.ok(!/dana/i.test(list.told), "to whom they go isn't shown");
});

test("re_7_the_demo_writes_its_letters_into_files_and_into_none_of_them_a_clients_name", async () => {
  const office = await openOffice();
  try {
    const letters = await arrived(office.letters);
    const people = clientNames();
    for (const letter of letters) {
      const text = readFileSync(join(office.letters, letter), "utf8");
      assert.deepEqual(namedIn(text, people), []);
      assert.match(text, /^To: \S+@lantern-house\.example\r?$/m);
    }
  } finally {
    await office.close();
  }
});

/** The letters of a folder, as soon as there are any: the demo's people had an emergency. */
async function arrived(letters) {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = readdirSync(letters).filter((name) => name.endsWith(".eml"));
    if (found.length > 0) return found;
    await new Promise((again) => setTimeout(again, 100));
  }
  throw new Error("no letter was written");
}
