// Directories that an office may have: a real one (`oidc-provider`, certified for OpenID Connect) with people who are
// made up, and one that lies. Both are on this machine.

import { createHash, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { createServer } from "node:http";

import Provider from "oidc-provider";

import { freePort } from "./office.mjs";

export const CLIENT = "caseward";
export const SECRET = "a secret that the directory gave this office";

const listen = (server, port) => new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
const closing = (server) => () =>
  new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });

/** A real directory in which everyone signs in by a name of their choice. */
export async function openDirectory(back) {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT, client_secret: SECRET, redirect_uris: [back] }],
    cookies: { keys: [randomUUID()] },
    pkce: { required: () => true },
  });
  const server = createServer(provider.callback());
  await listen(server, port);
  return { issuer, close: closing(server) };
}

/** A directory that does as it is told, and so can lie. `lie` changes what it puts into the ID token, or how. */
export async function openLiar() {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const pair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
  const [own, others] = [pair(), pair()];
  const asked = new Map();
  const liar = { issuer, lie: {}, asked };
  const encode = (it) => Buffer.from(JSON.stringify(it)).toString("base64url");
  const idToken = (nonce) => {
    const now = Math.floor(Date.now() / 1000);
    const { key = own, header = {}, claims = {}, signature } = liar.lie;
    const said = { iss: issuer, sub: "dana", aud: CLIENT, iat: now, exp: now + 300, auth_time: now, nonce, ...claims };
    const text = `${encode({ alg: "RS256", kid: "own", ...header })}.${encode(said)}`;
    const signed = signature ?? sign("sha256", Buffer.from(text), key.privateKey).toString("base64url");
    return `${text}.${signed}`;
  };
  liar.others = others;
  const pages = {
    "/.well-known/openid-configuration": () => ({
      issuer: liar.lie.issuer ?? issuer,
      authorization_endpoint: `${issuer}/ask`,
      token_endpoint: liar.lie.tokenEndpoint ?? `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
    }),
    "/keys": () => ({ keys: [{ ...own.publicKey.export({ format: "jwk" }), kid: "own", use: "sig", alg: "RS256" }] }),
    "/token": (form) => {
      const { nonce, challenge } = asked.get(form.get("code")) ?? {};
      asked.delete(form.get("code"));
      const verifier = form.get("code_verifier") ?? "";
      const fits = challenge === createHash("sha256").update(verifier).digest("base64url");
      if (!fits) return null;
      return { access_token: "x", token_type: "Bearer", expires_in: 300, id_token: idToken(nonce) };
    },
  };
  const server = createServer(async (request, response) => {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const form = new URLSearchParams(Buffer.concat(pieces).toString());
    const page = pages[new URL(request.url, issuer).pathname];
    const said = page?.(form) ?? null;
    response.writeHead(said ? 200 : 400, { "content-type": "application/json" });
    response.end(JSON.stringify(said ?? { error: "invalid_grant" }));
  });
  await listen(server, port);
  liar.close = closing(server);
  /** What it would send a browser back with that came with this address. */
  liar.answer = (address) => {
    const { searchParams } = new URL(address);
    const code = randomUUID();
    asked.set(code, { nonce: searchParams.get("nonce"), challenge: searchParams.get("code_challenge") });
    return { code, state: searchParams.get("state"), iss: issuer };
  };
  return liar;
}
