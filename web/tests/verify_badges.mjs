// Verifies badge files with @digitalbazaar/vc, as a system that knows nothing of Amparo would.
//
// Reads {documents: {address: document}, badges: {name: badge}} from standard input, and writes
// {name: {believed, withdrawn, because}} as JSON. Every document that a verifier loads is among
// those handed in: nothing is fetched, and one that is missing is an error.

import { readFileSync } from "node:fs";

import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { defaultDocumentLoader, verifyCredential } from "@digitalbazaar/vc";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";

const { documents, badges } = JSON.parse(readFileSync(0, "utf8"));
const fetched = [];
globalThis.fetch = async (address) => {
  fetched.push(String(address));
  throw new Error(`${address} was to be fetched.`);
};

async function documentLoader(address) {
  const document = documents[address];
  return document
    ? { contextUrl: null, documentUrl: address, document }
    : defaultDocumentLoader(address); // what the package itself holds; it refuses all others
}

const suite = () => new DataIntegrityProof({ cryptosuite });

async function verify(credential) {
  const told = await verifyCredential({
    credential,
    suite: suite(),
    documentLoader,
    checkStatus: (asked) => checkStatus({ ...asked, suite: suite(), verifyMatchingIssuers: true }),
  });
  const places = told.statusResult?.results ?? [];
  return {
    believed: told.verified,
    withdrawn: places.some((each) => each.status),
    because: told.error?.errors?.map(String).join("; ") ?? String(told.error ?? ""),
  };
}

const verdicts = {};
for (const [name, badge] of Object.entries(badges)) verdicts[name] = await verify(badge);
process.stdout.write(JSON.stringify({ verdicts, fetched }));
